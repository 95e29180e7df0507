// Sorting, the filters and the timeline's zoom. The page is whole without it; nothing here reads a network, keeps
// anything or makes HTML out of text.
(() => {
  'use strict';
  const document = globalThis.document;

  /** An element of the page with its attributes and one text. */
  function make(name, attributes, text) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---- Tables: a click on a head sorts, a word in the field filters.

  const numeric = /^-?\d+(\.\d+)?$/;
  const collator = new Intl.Collator('en', { numeric: true });

  function compareCells(a, b) {
    const [x, y] = [a.dataset.value ?? a.textContent, b.dataset.value ?? b.textContent];
    if (numeric.test(x) && numeric.test(y)) return Number(x) - Number(y);
    return collator.compare(x, y);
  }

  function sortBy(table, head, index) {
    const direction = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => sign * compareCells(a.cells[index], b.cells[index]));
    table.tBodies[0].append(...rows);
  }

  function addSorting(table) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = make('button', { type: 'button' }, head.textContent);
      button.addEventListener('click', () => sortBy(table, head, index));
      head.replaceChildren(button);
    });
  }

  function addFilter(table, name) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const label = make('label', { class: 'filter' }, 'Filter');
    const field = make('input', { type: 'search', 'aria-label': `Filter ${name}`, autocomplete: 'off' });
    const said = make('output', { class: 'quiet' });
    field.addEventListener('input', () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const fits = words.every((word) => texts[i].includes(word));
        row.hidden = !fits;
        if (fits) shown += 1;
      });
      said.textContent = words.length === 0 ? '' : `${shown} of ${rows.length}`;
    });
    label.append(field, said);
    table.closest('figure').prepend(label);
  }

  for (const table of document.querySelectorAll('figure.table table')) {
    const name = table.closest('[role="region"]').getAttribute('aria-label');
    addSorting(table);
    if (table.dataset.filter === 'yes') addFilter(table, name);
  }

  // ---- The timeline: wheel, drag, buttons and keys move the two ends of its time.

  const second = 1000;
  const day = 86_400 * second;
  const steps = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]
    .map((seconds) => seconds * second)
    .concat([2 * day, 7 * day, 30 * day, 365 * day]);
  const iso = (ms) => new Date(ms).toISOString();
  const clock = (ms) => iso(ms).slice(0, 19).replace('T', ' ');
  function tickLabel(ms, step) {
    // Where a day begins its date stands.
    if (ms % day === 0 || step >= day) return iso(ms).slice(5, 10);
    return iso(ms).slice(11, step < 60 * second ? 19 : 16);
  }

  function ticksOf(from, to, most) {
    const step =
      steps.find((size) => (to - from) / size <= most) ?? Math.ceil((to - from) / most / day) * day;
    const ticks = [];
    for (let at = Math.ceil(from / step) * step; at <= to; at += step)
      ticks.push({ at, label: tickLabel(at, step) });
    return ticks;
  }

  function openTimeline(box) {
    const svg = box.querySelector('svg');
    const scroll = box.querySelector('.scroll');
    const range = box.querySelector('.range');
    const said = box.querySelector('.said');
    const still = said.textContent;
    const home = { from: Number(box.dataset.from), to: Number(box.dataset.to) };
    const whole = { from: Number(box.dataset.earliest), to: Number(box.dataset.latest) };
    const left = Number(box.dataset.left);
    const margin = svg.viewBox.baseVal.width - Number(box.dataset.right);
    const height = svg.viewBox.baseVal.height;
    const tickGroup = svg.querySelector('.ticks');
    const sample = tickGroup.querySelector('line') ?? { getAttribute: () => '0' };
    const [tickTop, tickBottom] = [sample.getAttribute('y1'), sample.getAttribute('y2')];
    const marks = [...svg.querySelectorAll('.marks > g')].map((group) => ({
      group,
      at: Number(group.dataset.at),
      rect: group.querySelector('rect'),
    }));
    const spans = [...svg.querySelectorAll('.spans rect')].map((rect) => ({
      rect,
      from: Number(rect.dataset.from),
      to: Number(rect.dataset.to),
    }));
    const flags = [...svg.querySelectorAll('.flags > g')].map((group) => ({
      at: Number(group.dataset.at),
      line: group.querySelector('line'),
      text: group.querySelector('text'),
    }));
    let shown = { ...home };
    let width = svg.viewBox.baseVal.width;
    let lit = -1;

    const x = (at) => left + ((at - shown.from) / (shown.to - shown.from)) * (width - margin - left);
    const timeAt = (at) => shown.from + ((at - left) / (width - margin - left)) * (shown.to - shown.from);

    function drawTicks() {
      const pieces = ticksOf(shown.from, shown.to, Math.max(2, Math.floor((width - left) / 95))).flatMap(
        ({ at, label }) => {
          const line = document.createElementNS(svg.namespaceURI, 'line');
          const text = document.createElementNS(svg.namespaceURI, 'text');
          for (const [name, value] of [
            ['class', 'grid'],
            ['x1', x(at)],
            ['x2', x(at)],
            ['y1', tickTop],
            ['y2', tickBottom],
          ])
            line.setAttribute(name, value);
          for (const [name, value] of [
            ['class', 'tick'],
            ['x', x(at)],
            ['y', Number(tickBottom) + 18],
            ['text-anchor', 'middle'],
          ])
            text.setAttribute(name, value);
          text.textContent = label;
          return [line, text];
        },
      );
      tickGroup.replaceChildren(...pieces);
    }

    function draw() {
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      svg.querySelector('.clip').setAttribute('width', Math.max(0, width - margin - left));
      for (const lane of svg.querySelectorAll('.lane')) lane.setAttribute('width', width);
      for (const { rect, at } of marks) rect.setAttribute('x', x(at) - 1);
      for (const { rect, from, to } of spans) {
        rect.setAttribute('x', x(from));
        rect.setAttribute('width', Math.max(1, x(to) - x(from)));
      }
      for (const { at, line, text } of flags) {
        const leftwards = x(at) > left + (width - margin - left) * 0.72;
        line.setAttribute('x1', x(at));
        line.setAttribute('x2', x(at));
        text.setAttribute('x', x(at) + (leftwards ? -5 : 5));
        text.setAttribute('text-anchor', leftwards ? 'end' : 'start');
      }
      drawTicks();
      range.textContent = `${clock(shown.from)} to ${clock(shown.to)} UTC, each by its own clock`;
    }

    function show(from, to) {
      const most = whole.to - whole.from;
      const length = Math.min(Math.max(to - from, 2 * second), most * 1.1);
      const middle = Math.min(Math.max((from + to) / 2, whole.from), whole.to);
      shown = { from: middle - length / 2, to: middle + length / 2 };
      draw();
    }

    const zoom = (factor, around = (shown.from + shown.to) / 2) =>
      show(around - (around - shown.from) * factor, around + (shown.to - around) * factor);
    const move = (share) =>
      show(shown.from + share * (shown.to - shown.from), shown.to + share * (shown.to - shown.from));
    const acts = {
      in: () => zoom(0.5),
      out: () => zoom(2),
      left: () => move(-0.25),
      right: () => move(0.25),
      reset: () => show(home.from, home.to),
      all: () => show(whole.from - (whole.to - whole.from) * 0.03, whole.to + (whole.to - whole.from) * 0.03),
    };
    const keys = {
      '+': 'in',
      '=': 'in',
      '-': 'out',
      ArrowLeft: 'left',
      ArrowRight: 'right',
      0: 'reset',
      Home: 'all',
    };

    function light(index) {
      if (marks[lit]) marks[lit].group.classList.remove('lit');
      lit = index;
      if (marks[lit]) marks[lit].group.classList.add('lit');
      said.textContent = marks[lit] ? marks[lit].group.querySelector('title').textContent : still;
    }

    const pointAt = (event) =>
      ((event.clientX - svg.getBoundingClientRect().left) / svg.getBoundingClientRect().width) * width;

    function nearest(event) {
      const at = pointAt(event);
      const box = svg.getBoundingClientRect();
      const y = ((event.clientY - box.top) / box.height) * height;
      let best = -1;
      let distance = 9;
      marks.forEach(({ at: ms, rect }, i) => {
        const top = Number(rect.getAttribute('y')) - 6;
        if (ms < shown.from || ms > shown.to || y < top || y > top + Number(rect.getAttribute('height')) + 12)
          return;
        const away = Math.abs(x(ms) - at);
        if (away < distance) [best, distance] = [i, away];
      });
      return best;
    }

    box.querySelector('.tools').hidden = false;
    box.classList.add('live');
    for (const button of box.querySelectorAll('button'))
      button.addEventListener('click', acts[button.dataset.do]);
    scroll.addEventListener('keydown', (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      acts[act]();
    });
    // Until the picture was clicked, only with Ctrl or sideways: the page itself must still scroll over it.
    svg.addEventListener(
      'wheel',
      (event) => {
        const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
        const zooms = event.ctrlKey || document.activeElement === scroll;
        if (!sideways && !zooms) return;
        event.preventDefault();
        if (sideways) move((event.deltaX || event.deltaY) / 800);
        else zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(pointAt(event)));
      },
      { passive: false },
    );

    let grip;
    svg.addEventListener('pointerdown', (event) => {
      grip = { x: pointAt(event), from: shown.from, to: shown.to };
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener('pointermove', (event) => {
      if (!grip) {
        light(nearest(event));
        return;
      }
      const moved = ((grip.x - pointAt(event)) / (width - margin - left)) * (grip.to - grip.from);
      show(grip.from + moved, grip.to + moved);
    });
    for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => (grip = undefined));
    svg.addEventListener('pointerleave', () => light(-1));
    svg.addEventListener('dblclick', (event) => zoom(0.4, timeAt(pointAt(event))));

    // The picture is as wide as its place, so that its letters keep their size; paper gets the first width.
    function fit(wanted) {
      width = wanted;
      draw();
    }
    const own = width;
    const place = () => fit(Math.max(320, scroll.clientWidth));
    new globalThis.ResizeObserver(place).observe(scroll);
    globalThis.addEventListener('beforeprint', () => fit(own));
    globalThis.addEventListener('afterprint', place);
    place();
  }

  for (const box of document.querySelectorAll('.zoomable')) openTimeline(box);
})();
