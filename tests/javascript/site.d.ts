/* What the site's scripts rely on, for the type check of `make lint`. It adds no byte to the published scripts.

   An element that a script looks up by a selector of this list is in every page that loads the script; any other may be
   missing, and the script has to check. */

type Messages = Record<string, string>;
type Values = Record<string, unknown>;
type Say = (key: string, values?: Values) => string;

/* roadmap.js: what it shares with the other scripts, and what only some pages have. */

interface Shared {
  messages: (texts: Messages) => Say;
  number: (number: number) => string;
  json: (address: string) => Promise<any>;
}

declare var roadmap: Shared;

interface Navigator {
  readonly connection?: { readonly saveData?: boolean };
}

/* Files that scripts fetch: facets.json and index.json, form.json, pages.json; and the search engine. */

type FacetRow = { value: string; label: string; count: number; language?: string; direction?: string };

interface CaseRow {
  title: string;
  summary: string;
  address: string;
  years: string;
  parties: string[];
  language?: string;
  direction?: string;
  facets: Record<string, string[]>;
}

type Field = HTMLInputElement & { readonly rows: number };
type Choice = { value: string; label: string; lang?: string; dir?: string };
type Answers = Record<string, any>;
type Listed = { url: string; bytes: number; sum: string };

interface SearchPage {
  url: string;
  content: string;
  raw_content: string;
  meta: Record<string, string | undefined> & { title: string };
}

interface SearchResult {
  /** Language, kind of page and a fingerprint: fr_activity_1a2b3c4. */
  id: string;
  score: number;
  /** The places of the words that were sought, among all words of the page. */
  words: number[];
  data(): Promise<SearchPage>;
}

interface Pagefind {
  init(): Promise<void>;
  mergeIndex(address: string, options: object): Promise<void>;
  search(query: string, options?: object): Promise<{ results: SearchResult[] }>;
}

/* search/: the parts of the search's script. */

type SearchRules = [RegExp, string][];

interface SearchLanguage {
  code: string;
  rules: SearchRules;
  /** Whether no spaces separate its words. */
  spaceless: boolean;
  /** Letters that may be written together with the following word. */
  particles: string;
  labels: [string, string][];
  /** How many pages the site has. */
  pages: number;
}

interface SearchTerm {
  typed: string;
  /** As the index has it. */
  folded: string;
  kind: "word" | "characters" | "phrase" | "code";
  parts?: SearchTerm[];
}

interface SearchAnswer {
  term: SearchTerm;
  results: SearchResult[];
  known: boolean;
  /** What was typed in the place of a corrected word. */
  instead?: string;
}

interface SearchFound {
  results: SearchResult[];
  terms: SearchTerm[];
  unknown: string[];
  corrected: SearchAnswer[];
  /** Whether no page has all words. */
  partly: boolean;
}

interface SearchList {
  words: string[];
  variants: Record<string, string>;
}

interface SearchParts {
  clean(text: string): string;
  plain(text: string): string;
  bare(text: string): string;
  words(text: string, rules: SearchRules): string[];
  pair(characters: string): string;
  read(query: string, language: SearchLanguage): SearchTerm[];
  nearest(typed: string, known: string[]): string;
  kind(result: SearchResult): string;
  find(
    pagefind: Pagefind,
    query: string,
    language: SearchLanguage,
    how: { list: () => Promise<SearchList>; options?: object; correct?: boolean },
  ): Promise<SearchFound>;
}

declare var roadmapSearch: SearchParts;
/** Fetches what the first query of a search needs. */
declare var roadmapAhead: () => Promise<void>;

/* contribute/: the parts of the form's script, each with its functions. */

interface Citations {
  read(text: string): { text: string; changes: [string, string][]; unclear: string[] };
  renumber(text: string, moved: (rank: number) => number | null): string;
  cited(text: string): number[];
  digits(text: string): string;
  readonly MARK: RegExp;
}

type Repair = { text: string; removed: string[] };
type Changes = { text: string; changes: [string, string][]; unclear: string[] };

interface FormText {
  tidy(text: string, lines: boolean, invisible: RegExp): string;
  address(typed: string): Repair;
  contact(typed: string): Repair;
  year(typed: string): string;
  prose(typed: string): Changes;
  narrow(text: string): string;
  languages(locale: string): FormLanguages;
  slug(party: string, title: string, year: string, taken: string[]): string;
  plain(text: string): string;
  nameOf(sign: string): string;
}

interface FormLanguages {
  readonly listed: Choice[];
  code(typed: string): string;
  name(code: string): string;
}

interface FormData {
  texts: Messages;
  choices: Record<string, Choice[]>;
  sections: Record<string, string>;
  outputs: Record<string, string>;
  directions: Record<string, string>;
  uncited: string[];
  reserved: string[];
  others: Choice[];
  taken: string[];
  /** The short name of the case study that is corrected or translated. */
  own?: string;
  invisible: string;
  language: string;
}

type FormState = { values: Answers; sources: Answers[]; parts?: Record<string, unknown> };

interface FormContext {
  readonly element: HTMLFormElement;
  readonly data: FormData;
  readonly say: Say;
  readonly parts: Map<string, FormPart>;
  ownSlug: boolean;
  announce(sentence: string): void;
  state(): FormState;
  restore(saved: FormState): void;

  questions(root?: ParentNode): HTMLElement[];
  question(path: string): HTMLElement;
  control(question: HTMLElement): Field;
  boxes(question: HTMLElement): HTMLInputElement[];
  isSet(question: HTMLElement): boolean;
  label(question: HTMLElement): string;
  answer(question: HTMLElement): any;
  fill(question: HTMLElement, value: unknown): void;
  note(question: HTMLElement, sentences: string[]): void;
  repair(question: HTMLElement): void;
  counted(question: HTMLElement): void;
  readonly languages: FormLanguages;
  readonly long: Set<string>;

  addSource(values?: Answers): HTMLElement;
  fillSources(sources: unknown): void;
  sourceItems(): HTMLElement[];
  sourceValues(): Answers[];
  sourceTitle(item: HTMLElement): string;
  insert(field: Field, text: string): void;
  rearrange(change: () => void): void;
  today(): string;

  file(): string;
  fileName(): string;
  cited(text: string): string;
  findings(step?: string): Map<HTMLElement, string>;
  markdown(): Promise<unknown>;
  preview(): Promise<void>;

  readonly steps: string[];
  go(step: string, focus?: HTMLElement | null): void;
  show(step: string, focus?: HTMLElement | null): void;
  here(): string;
  lead(question: HTMLElement): void;
  report(found: Map<HTMLElement, string>, whole: boolean): void;
  forward(): Promise<void>;

  changed(): void;
  save(): void;
  startDrafts(): Promise<void>;
  discard(): void;
  download(text: string, name: string): void;
  adopt(state: OpenedState): unknown;
}

type AddToForm = (form: FormContext) => FormContext;

interface FormParts {
  citations: Citations;
  text: FormText;
  fields: AddToForm;
  intake: AddToForm;
  sources: AddToForm;
  file: AddToForm;
  checks: AddToForm;
  preview: AddToForm;
  steps: AddToForm;
  drafts: AddToForm;
  form?: FormContext;
}

declare var roadmapForm: FormParts;

/* markdown.js, and markdown-it, which it is loaded after. */

interface Reading {
  render: (text: string, label: (rank: string) => string, table: string) => string;
  rewrite: (text: string) => string;
  uncited: (text: string) => boolean;
  unsourced: (text: string) => string[];
}

declare var roadmapMarkdown: Reading | undefined;

type Sign = { kind: string; length: number; sure: boolean; number?: number };
type OpenItem = { indent: number; content: number; sign: string };
type Statement = { content: string; item: boolean; lists: number; cites: boolean; says: boolean };

interface MarkdownToken {
  type: string;
  content: string;
  nesting: -1 | 0 | 1;
  children: MarkdownToken[];
  attrSet(name: string, value: string): void;
}

interface MarkdownState {
  src: string;
  pos: number;
  posMax: number;
  tokens: MarkdownToken[];
  delimiters: { marker: number; length: number; token: number; end: number; open: boolean; close: boolean }[];
  push(type: string, tag: string, nesting: -1 | 0 | 1): MarkdownToken;
  scanDelims(start: number, splits: boolean): { can_open: boolean; can_close: boolean; length: number };
}

type MarkdownEnv = { label: (rank: string) => string; table: string };
type MarkdownRule = (state: MarkdownState, silent: boolean) => boolean;

interface Ruler<Rule> {
  at(name: string, rule: Rule): void;
  before(name: string, added: string, rule: Rule): void;
  after(name: string, added: string, rule: Rule): void;
  disable(name: string): void;
}

interface MarkdownIt {
  utils: { escapeHtml(text: string): string };
  core: { ruler: Ruler<(state: MarkdownState) => void> };
  inline: { ruler: Ruler<MarkdownRule> };
  renderer: { rules: Record<string, (tokens: MarkdownToken[], index: number, options: object, env: MarkdownEnv) => string> };
  normalizeLink: (url: string) => string;
  normalizeLinkText: (url: string) => string;
  validateLink: (url: string) => boolean;
  enable(name: string): MarkdownIt;
  disable(names: string[]): MarkdownIt;
  parse(text: string, env: object): MarkdownToken[];
  render(text: string, env: MarkdownEnv): string;
}

declare function markdownit(preset?: "commonmark"): MarkdownIt;

/* Data that pages hand to their scripts: attributes, and elements by selector or id. */

interface HTMLElement {
  readonly dataset: Data;
}

interface Data extends DOMStringMap {
  [name: string]: string;
}

interface HTMLFormControlsCollection {
  [name: string]: any;
}

interface ParentNode {
  querySelector(selectors: ".menu" | ".languages"): HTMLDetailsElement | null;
  querySelector(selectors: ".scheme"): HTMLButtonElement | null;
  querySelector(selectors: "a.search-link"): HTMLAnchorElement | null;

  querySelector(selectors: "form.search" | "form.filters" | ".filters" | "form.contribute" | "form.planner" | "form.side"): HTMLFormElement;
  querySelector(selectors: "template.result" | "template.source-row"): HTMLTemplateElement;
  querySelector(selectors: ".preview" | ".drafts" | ".more-filters"): HTMLDetailsElement;
  querySelector(selectors: ".keep" | ".again" | ".remove" | ".more" | ".ask" | ".add" | ".clear" | ".copy" | ".up" | ".down" | ".back" | ".next" | ".save-file"): HTMLButtonElement;
  querySelector(selectors: ".keep-progress"): HTMLProgressElement;
  querySelector(selectors: ".download" | ".mail" | "h2 a"): HTMLAnchorElement;
  querySelector(selectors: ".issue"): HTMLAnchorElement | null;
  querySelector(selectors: "summary" | "legend" | "div" | "label" | "legend, label" | "b" | "ol"): HTMLElement;
  querySelector(selectors: "input, select, textarea"): Field;
  querySelector(selectors: "input"): HTMLInputElement;
  querySelector(selectors: "a"): HTMLAnchorElement;
  querySelector(
    selectors:
      | ".results" | ".results__count" | ".chosen" | ".case__facts span" | ".case__summary" | ".case__links" | "span.hidden"
      | ".source" | `[data-path="${string}"]`
      | ".found" | ".found-pages" | ".searching" | ".search-notes" | ".found-kinds" | ".nothing" | ".elsewhere" | ".found-elsewhere"
      | ".no-form" | ".afterwards" | ".review" | ".undo" | ".live" | ".draft-notice" | "#languages" | "select, .choices" | ".sources-list" | ".errors" | ".ready" | ".draft" | ".copied" | ".preview__page" | "select, .choices"
      | ".side__status" | ".side__table"
      | ".keep-status" | ".remove-status" | "script[data-worker]",
  ): HTMLElement;
  querySelector(selectors: string): HTMLElement | null;

  querySelectorAll(selectors: "select"): NodeListOf<HTMLSelectElement>;
  querySelectorAll(selectors: "input[type=checkbox]"): NodeListOf<HTMLInputElement>;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}

interface Element {
  closest(selectors: ".question" | ".source" | ".step"): HTMLElement | null;
}

interface Document {
  getElementById(id: "q"): HTMLInputElement; // on pages that load search/
  getElementById(
    id: "slug" | "text-title" | "case-study-party" | "case-study-years-start" | "submission-text" | "case-study-licence"
      | "case-study-lead-institution" | "case-study-original-language",
  ): HTMLInputElement;
  getElementById(id: "search-messages" | "offline-messages" | "languages"): HTMLElement;
}

/* Where the standard library's types are wider than what happens in the site's pages. */

interface Node {
  contains(other: EventTarget | null): boolean;
}

interface DocumentFragment {
  cloneNode(deep: true): DocumentFragment;
}

interface HTMLFormElement {
  addEventListener(type: "input" | "change", listener: (event: Event & { readonly target: HTMLElement }) => void): void;
}

/* adapt/, planner-files.js, planner-docx.js: the planner. A plan has the names of adaptation.yml. */

interface Planned {
  id: string;
  output?: string;
  title?: string;
  decision?: string;
  priority?: string;
  lead?: string;
  partners?: string[];
  start?: string;
  end?: string;
  resources?: string;
  progress?: string;
  notes?: string;
}

type PlanSource = { title: string; url: string; language: string; seen: string };

interface Plan {
  format: number;
  language: string;
  roadmap?: string;
  party?: string;
  title?: Record<string, string>;
  summary?: Record<string, string>;
  status?: string;
  date?: string;
  mandate?: string;
  contact?: string;
  origin?: string;
  licence?: string;
  updated?: string;
  sources?: PlanSource[];
  activities?: Planned[];
  [unknown: string]: any;
}

type PlanFault = {
  path: (string | number)[];
  /** `stops`: the file cannot be opened. */
  problem: { key: string; values?: Values; stops?: boolean };
};
type PlanDifference = { name: string; id: string; mine: any; theirs: any };
type PlanNamed = { id: string; label: string; short: string; address: string };
/** Language and direction follow a text where they are not the page's. */
type MarkedText = [string, string?, string?];
type Beside = { text: MarkedText; practice: [string, MarkedText[]][]; signs: string[]; cases: string[][]; more: string };

interface PlannerData {
  texts: Messages;
  labels: Record<"plan" | "activity", Record<string, string>>;
  helps: Record<"plan" | "activity", Record<string, string>>;
  choices: Record<string, Record<string, string>>;
  goals: (PlanNamed & { sdgs: number[]; outputs: string[] })[];
  outputs: PlanNamed[];
  activities: PlanNamed[];
  sdgs: Record<string, string>;
  parties: [string, string, string?, string?][];
  rules: any;
  published: string[];
  markup: string;
  invisible: string;
  format: number;
  roadmap: string;
  most: number;
  language: string;
  languages: string[];
}

interface FieldOptions {
  kind: "plan" | "activity";
  name: string;
  control: "line" | "ltr" | "text" | "lines" | "choice";
  choices?: [string, string, string?, string?][];
  read: () => any;
  write: (value: any) => void;
  parse?: (lines: string[], known: any[]) => any[];
  format?: (value: any) => string;
}
interface PlanField {
  node: HTMLElement;
  input: HTMLInputElement;
  fill(): void;
  check(): void;
}
interface PlanRow {
  node: HTMLElement;
  details: HTMLDetailsElement;
  output: string;
  update(): void;
}

interface PlanModel {
  put<T extends Record<string, any>>(record: T, name: string, value: unknown): T;
  activities(plan: Plan): Planned[];
  activity(plan: Plan, id: string): Planned | undefined;
  decision(one: Planned | undefined): string;
  takenUp(plan: Plan): Planned[];
  edit(plan: Plan, id: string, name: string, value: unknown): Plan;
  add(plan: Plan, output: string, title: string): Plan;
  remove(plan: Plan, id: string): Plan;
  move(plan: Plan, id: string, step: -1 | 1): Plan;
  outputOf(one: Planned): string;
  inLanguage(plan: Plan, code: string): Plan;
  title(plan: Plan): string;
  isOwn(id: string): boolean;
  isEmpty(value: unknown): boolean;
  freeId(plan: Plan): string;
  readonly OWN: string;
}

interface Planner {
  readonly element: HTMLFormElement;
  readonly data: PlannerData;
  readonly say: Say;
  plan: Plan;
  find(selector: string): any;
  announce(sentence: string): void;
  focusOn(id: string): void;
  listPlans(): void;
  need(name: string): Promise<boolean>;

  faults(plan: Plan): PlanFault[];
  needed(plan: Plan): string[];
  problem(kind: "plan" | "activity", name: string, value: any): string;
  place(plan: Plan, path: (string | number)[]): string;
  isRecord(value: unknown): boolean;

  make<T extends keyof HTMLElementTagNameMap>(tag: T, values?: Record<string, unknown>, ...children: (Node | string)[]): HTMLElementTagNameMap[T];
  button(text: string, act: () => void, className?: string): HTMLButtonElement;
  marked(text: MarkedText): HTMLElement;
  field(options: FieldOptions): PlanField;
  quarter(text: string): string;
  quarters(): [string, string][];
  languages(): [string, string][];
  languageName(code: string): string;
  direction(code: string): "ltr" | "rtl";
  tidy(text: string, lines: boolean): string;

  set(plan: Plan, key?: string): void;
  save(): void;
  all(): { id: string; text: string; entry: any }[];
  begin(plan: Plan): void;
  open(id: string): boolean;
  adopt(plan: Plan, title?: string, changes?: boolean): void;
  start(): void;
  empty(): Plan;
  readable(entry: any): boolean;
  warn(sentence: string): void;
  today(): string;
  on(listener: (plan: Plan, before: Plan) => void): void;
  forget(id: string): void;
  store(id: string, text: string): boolean;
  current(): { id: string; name: string; touched: boolean };
  rename(title: string): void;
  leave(): void;

  nameOf(one: Partial<Planned>): string;
  more(): Promise<Record<string, Beside>>;
  reveal(id: string, field?: string): void;
  isKnown(id: string): boolean;
  readonly outputs: Map<string, PlanNamed>;
  updateList(plan: Plan, before: Plan): void;

  refresh(): void;
  prepare(beside: Record<string, Beside>): void;
  printed(): Promise<void>;
  period(one: Planned): string;
  words(one: Planned, name: string): string;
}

type AddToPlanner = (planner: Planner) => Planner;

declare var roadmapPlan: {
  model: PlanModel;
  history: AddToPlanner;
  fields: AddToPlanner;
  checks: AddToPlanner;
  list: AddToPlanner;
  about: AddToPlanner;
  whole: AddToPlanner;
  planner?: Planner;
};

interface PlanFiles {
  open(file: File): Promise<void>;
  compare(file: File): Promise<void>;
  publish(): void;
  yaml(): void;
  csv(): void;
  docx(): void;
  read(text: string): Plan;
  dump(plan: Plan): string;
  table(plan: Plan): string;
}

declare var roadmapPlanFiles: ((planner: Planner) => PlanFiles) | undefined;

/** The language and direction of a text in a document. */
type DocumentVoice = { language: string; rtl: boolean };

declare var roadmapPlanDocument: { file(planner: Planner, beside: Record<string, Beside>): Uint8Array<ArrayBuffer> };

/* fflate */

declare var fflate: {
  strToU8(text: string): Uint8Array;
  zipSync(files: Record<string, Uint8Array>, options: { mtime: Date }): Uint8Array<ArrayBuffer>;
};

/* form-paste.js */

type PasteNotice = "struck" | "comments" | "pictures" | "notes" | "merged";
type PasteLooks = { bold: boolean; italic: boolean; href: string; pre?: boolean };
type PasteRun = PasteLooks & { text: string; break?: boolean; ready?: string };
type PastePlace = { kind: "text" | "item" | "more" | "heading" | "table"; level: number; quotes: number; ordered?: boolean; number?: number };
type PasteBlock = PastePlace & { text: string; rows?: string[][] };

interface Paste {
  markdown: (html: string, sources: string[]) => { text: string; left: Record<PasteNotice, number> } | null;
  plain: (text: string) => string;
  take: (form: PasteForm, question: HTMLElement, field: HTMLTextAreaElement, html: string, text: string) => void;
  insert: (field: HTMLInputElement | HTMLTextAreaElement, text: string) => void;
}

interface PasteForm {
  say: Say;
  sourceValues: () => Record<string, any>[];
  note: (question: HTMLElement, sentences: string[]) => void;
}

declare var roadmapPaste: Paste | undefined;

/* form-pictures.js */

interface FormPicture {
  id: string;
  name: string;
  alt: string;
  credit: string;
  blob?: Blob;
  /** In base64. */
  content?: string;
  /** Of a picture that is published already. */
  address?: string;
  /** The alternative texts in other languages. */
  others?: Record<string, string>;
}

/** What else a draft and the file carry; `lines` gives the YAML to add below `case_study:`, in the text, or at the end. */
interface FormPart {
  save: () => unknown;
  restore: (saved: any) => unknown;
  lines?: (where: "case_study" | "texts" | "file", language: string) => string[];
}

interface Gallery {
  save: () => Pick<FormPicture, "id" | "name" | "alt" | "credit" | "address" | "others">[];
  restore: (saved: FormPicture[] | undefined) => Promise<void>;
  lines: (where: string, language: string) => string[];
  add: (files: Iterable<File>) => Promise<void>;
}

interface PictureForm {
  say: Say;
  changed: () => void;
}

interface Pictures {
  prepare: (file: File) => Promise<{ blob: Blob; name: string; width: number; height: number }>;
  attach: (form: PictureForm, place: HTMLElement) => Gallery;
}

declare var roadmapPictures: Pictures | undefined;

/* form-open.js, and js-yaml, which it is loaded after. */

declare var jsyaml: {
  FAILSAFE_SCHEMA: object;
  load: (text: string, options: { schema: object; maxAliases: number; maxDepth: number }) => unknown;
};

interface OpenedSubmission {
  submission: string | number;
  slug: string;
  case_study: Record<string, any>;
  texts: Record<string, any>;
  pictures?: Record<string, string>;
}

type Purpose = "" | "correction" | "translation";

interface OpenedOriginal {
  language: string;
  values: Record<string, string>;
  alternatives: string[];
  fingerprints: Record<string, string>;
  facts: Record<string, any>;
}

interface OpenedPart {
  purpose: Purpose;
  slug: string;
  /** Of the text that is written. */
  language: string;
  /** Of the institution, in other languages. */
  names: Record<string, string>;
  original?: OpenedOriginal;
}

type OpenedState = { values: Record<string, any>; sources: Record<string, any>[]; parts: Record<string, any> };

interface Opening {
  read: (text: string) => { draft?: OpenedState; submission?: OpenedSubmission };
  state: (
    submission: OpenedSubmission,
    options: { purpose: Purpose; language: string; sections: string[]; folder: string },
  ) => OpenedState;
  translation: (
    opened: OpenedPart,
    content: { values: Record<string, string>; pictures: { alt: string }[]; sections: string[] },
  ) => string;
  file: (form: OpeningForm, opened: OpenedPart, text: string, pictures: { alt: string }[]) => string;
  show: (form: OpeningForm, opened: OpenedPart | null) => void;
  attach: (form: OpeningForm, place: HTMLElement, options: { root: URL; wanted: string; need: (name: string) => Promise<boolean> }) => void;
}

interface OpeningForm {
  element: HTMLFormElement;
  say: Say;
  data: { sections: Record<string, string>; directions: Record<string, string> };
  languages: { name: (code: string) => string; code: (typed: string) => string };
  questions: () => HTMLElement[];
  answer: (question: HTMLElement) => any;
  state: () => { values: Record<string, any> };
  adopt: (state: OpenedState) => unknown;
  announce: (sentence: string) => void;
}

declare var roadmapOpen: Opening | undefined;

/* form-intake.js */

interface Intake {
  paste: (field: HTMLTextAreaElement, html: string, text: string) => Promise<void>;
  hang: () => Promise<boolean>;
  openings: () => Promise<boolean>;
  whole: () => Promise<boolean>;
  missing: () => boolean;
}

declare var roadmapIntake: ((form: FormContext) => Intake) | undefined;
