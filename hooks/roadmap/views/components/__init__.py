"""What several kinds of pages show: items of the roadmap, case studies in lists, hand-written text."""
