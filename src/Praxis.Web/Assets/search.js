"use strict";

// Offers papers while a query is typed. Without it the form works as well: it is sent and the server answers with a page.
(() => {
  const waitMilliseconds = 120;
  const shortestQuery = 2;
  let lists = 0;

  function offer(input) {
    const list = document.createElement("ul");
    list.id = `suggestions-${++lists}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Papers");
    list.hidden = true;
    const frame = document.createElement("span");
    frame.className = "suggest";
    input.replaceWith(frame);
    frame.append(input, list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]])
      input.setAttribute(name, value);

    let timer = 0;
    let asked = null;
    let chosen = -1;

    const close = () => {
      clearTimeout(timer);
      asked?.abort();
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = index => {
      const options = [...list.children];
      chosen = options.length === 0 ? -1 : (index + options.length + 1) % (options.length + 1);
      // One place beyond the last is the input itself.
      if (chosen === options.length) chosen = -1;
      options.forEach((option, i) => option.setAttribute("aria-selected", i === chosen ? "true" : "false"));
      if (chosen < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    };

    const show = papers => {
      list.replaceChildren(...papers.map((paper, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const link = document.createElement("a");
        link.href = `/papers/${encodeURIComponent(paper.slug)}`;
        link.tabIndex = -1;
        for (const part of paper.title) {
          if (!part.marked) {
            link.append(part.text);
            continue;
          }
          const mark = document.createElement("mark");
          mark.textContent = part.text;
          link.append(mark);
        }
        if (paper.year) {
          const year = document.createElement("small");
          year.textContent = paper.year;
          link.append(" ", year);
        }
        option.append(link);
        return option;
      }));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = papers.length === 0;
      input.setAttribute("aria-expanded", list.hidden ? "false" : "true");
    };

    const ask = async () => {
      asked?.abort();
      const query = input.value.trim();
      if (query.length < shortestQuery) return close();
      asked = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(query)}`, { signal: asked.signal });
        if (answer.ok && document.activeElement === input) show(await answer.json());
      } catch { /* typed on, or the server is gone: nothing is offered */ }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, waitMilliseconds);
    });
    input.addEventListener("keydown", event => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        list.children[chosen].querySelector("a").click();
      }
    });
    frame.addEventListener("focusout", event => {
      if (!frame.contains(event.relatedTarget)) close();
    });
    // A press on the list must not take the focus away before it becomes a click.
    list.addEventListener("mousedown", event => event.preventDefault());
  }

  document.querySelectorAll("input[data-suggest]").forEach(offer);
})();
