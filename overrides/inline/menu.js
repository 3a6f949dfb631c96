if(matchMedia("(max-width:79.99em)").matches)document.querySelector(".menu").open=false
