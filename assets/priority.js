/* The page of a priority: an action outlines the panels that it is meant to move, and a panel its
   actions; a link into folded text unfolds it. */
(function () {
  "use strict";

  const MEANT = "is-meant";

  function outline(wanted) {
    document.querySelectorAll(`.${MEANT}`).forEach((one) => one.classList.remove(MEANT));
    wanted.forEach((one) => one.classList.add(MEANT));
  }

  /* The panels of an action, or the actions of a panel. */
  function related(target) {
    const action = target instanceof Element && target.closest(".act[data-measures]");
    const panel = target instanceof Element && target.closest(".panel[data-measure]");
    if (action) {
      const measures = action.dataset.measures.split(" ");
      const panels = [...document.querySelectorAll(".panel[data-measure]")];
      return panels.filter((one) => measures.includes(one.dataset.measure));
    }
    if (panel) {
      const actions = [...document.querySelectorAll(".act[data-measures]")];
      return actions.filter((one) => one.dataset.measures.split(" ").includes(panel.dataset.measure));
    }
    return [];
  }

  ["pointerover", "focusin"].forEach(function (name) {
    document.addEventListener(name, (event) => outline(related(event.target)));
  });

  document.addEventListener("click", function (event) {
    const target = event.target instanceof Element ? event.target : document.body;
    const link = target.closest("a[href^='#']");
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    for (let folded = place && place.closest("details"); folded; folded = folded.parentElement.closest("details")) {
      folded.open = true;
    }
  });
})();
