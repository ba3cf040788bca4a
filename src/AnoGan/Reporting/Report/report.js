'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const images = data.images;
  const kinds = [
    { name: 'input', folder: null, says: image => `score ${number(image.score)}` },
    { name: 'reconstruction', folder: 'reconstructions', says: image => `mean difference ${number(image.residual)}` },
    { name: 'residual', folder: 'heatmaps', says: image => `mean ${number(image.residual)}` },
    { name: 'marked', folder: 'overlays', says: image => `${verdictOf(image).words}, score ${number(image.score)}` },
  ];
  const verdicts = {
    anomaly: { sign: '\u25B2', words: 'anomaly' },
    normal: { sign: '\u25CB', words: 'normal' },
    none: { sign: '\u2013', words: 'no verdict' },
    failed: { sign: '\u2715', words: 'not scored' },
  };
  const columns = [...document.querySelectorAll('#table thead th[data-key]')].map(head => ({
    key: head.dataset.key, title: head.dataset.title, isText: !head.classList.contains('number'), head,
  }));
  const byId = id => document.getElementById(id);
  const fields = { q: byId('find'), label: byId('label'), verdict: byId('verdict'), low: byId('low'), high: byId('high'), p: byId('p') };
  const state = { key: 'score', isDown: true, page: 0, size: 25 };
  let shown = images, opened = -1;

  function number(value, digits = 4) {
    return value === undefined || value === null ? '\u2013' : String(Number(value.toPrecision(digits)));
  }

  function verdictKey(image) {
    return image.error !== undefined ? 'failed' : image.verdict === undefined ? 'none' : image.verdict ? 'anomaly' : 'normal';
  }

  function verdictOf(image) {
    return verdicts[verdictKey(image)];
  }

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className)
      element.className = className;
    if (text !== undefined)
      element.textContent = text;
    return element;
  }

  // Pictures

  function encode(path) {
    return path.split('/').map(encodeURIComponent).join('/');
  }

  function stripOf(image) {
    if (data.pictures === 'embedded')
      return image.strip === undefined ? null : 'data:image/webp;base64,' + image.strip;
    return data.pictures === 'beside' ? 'thumbnails/' + (image.thumbnail ?? encode(image.path) + '.webp') : null;
  }

  function fileOf(image, folder) {
    return folder + '/' + (image.picture ?? encode(image.path) + '.png');
  }

  function describe(image, kind) {
    return `${kind.name} of ${image.path}: ${kind.says(image)}`;
  }

  // As large as the room allows; pixels that are enlarged are so by a whole factor.
  function fit(element, img, room) {
    const width = img.naturalWidth / 4, height = img.naturalHeight, side = Math.max(width, height);
    const factor = side * 2 <= room ? Math.floor(room / side) : Math.min(1, room / side);
    element.style.setProperty('--cell', `${width * factor}px`);
    element.style.setProperty('--cell-height', `${height * factor}px`);
    element.style.setProperty('--shape', `${width} / ${height}`);
    element.classList.toggle('pixelated', factor >= 2);
  }

  function pictureOf(image) {
    const source = stripOf(image);
    if (image.error !== undefined)
      return make('p', 'error', image.error);
    if (source === null)
      return make('p', 'missing', 'no pictures');
    const strip = make('div', 'strip');
    kinds.forEach((kind, place) => {
      const cell = make('span', 'cell'), img = new Image();
      img.alt = describe(image, kind);
      if (place === 0) {
        img.addEventListener('load', () => fit(strip, img, 96));
        img.addEventListener('error', () => strip.replaceWith(make('p', 'missing', 'picture not found')));
      }
      img.src = source;
      cell.append(img);
      strip.append(cell);
    });
    kinds.forEach(kind => {
      const caption = make('span', 'caption', kind.name);
      caption.setAttribute('aria-hidden', 'true');
      strip.append(caption);
    });
    return strip;
  }

  // Rows

  function cellOf(image, column, place) {
    const cell = make('td', column.isText ? `${column.key}-cell` : 'number');
    cell.dataset.title = column.title;
    if (column.key === 'path') {
      cell.className = 'name';
      const button = make('button', '', image.path);
      button.type = 'button';
      button.dataset.place = String(place);
      cell.append(button);
    } else if (column.key === 'verdict') {
      const { sign, words } = verdictOf(image);
      cell.append(make('span', `verdict ${verdictKey(image)}`, `${sign} ${words}`));
    } else {
      cell.textContent = column.isText ? image[column.key] ?? '' : number(image[column.key], column.key === 'p' ? 3 : 4);
    }
    return cell;
  }

  function rowOf(image, place) {
    const row = make('tr', 'row');
    row.dataset.place = String(place);
    const picture = make('td', 'picture');
    picture.append(pictureOf(image));
    row.append(picture, ...columns.map(column => cellOf(image, column, place)));
    return row;
  }

  function show() {
    const pages = Math.max(1, Math.ceil(shown.length / state.size));
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const from = state.page * state.size, until = Math.min(from + state.size, shown.length);
    byId('rows').replaceChildren(...shown.slice(from, until).map((image, n) => rowOf(image, from + n)));
    const total = images.length;
    byId('count').textContent = shown.length === 0 ? `none of ${total} images`
      : `${from + 1} to ${until} of ${shown.length} image${shown.length === 1 ? '' : 's'}` + (shown.length < total ? `, ${total} in all` : '');
    byId('page').textContent = `page ${state.page + 1} of ${pages}`;
    byId('first').disabled = byId('back').disabled = state.page === 0;
    byId('next').disabled = byId('last').disabled = state.page === pages - 1;
    for (const column of columns) {
      if (column.key === state.key)
        column.head.setAttribute('aria-sort', state.isDown ? 'descending' : 'ascending');
      else
        column.head.removeAttribute('aria-sort');
    }
    byId('order').value = `${state.isDown ? '-' : ''}${state.key}`;
    keep();
  }

  // Images without the value come last in both directions.
  function compare(a, b) {
    const x = valueOf(a), y = valueOf(b);
    if (x === undefined || y === undefined)
      return x === y ? a.place - b.place : x === undefined ? 1 : -1;
    const order = x < y ? -1 : x > y ? 1 : 0;
    return (state.isDown ? -order : order) || a.place - b.place;
  }

  function valueOf(image) {
    return state.key === 'verdict' ? verdictKey(image) : image[state.key];
  }

  function choose() {
    const text = fields.q.value.toLowerCase(), label = fields.label.value, verdict = fields.verdict.value;
    const [low, high, p] = [fields.low, fields.high, fields.p].map(field => field.value === '' ? null : Number(field.value));
    shown = images.filter(image =>
      (text === '' || image.path.toLowerCase().includes(text)) &&
      (label === '' || String(data.labels.indexOf(image.label)) === label) &&
      (verdict === '' || verdictKey(image) === verdict) &&
      (low === null || image.score >= low) && (high === null || image.score <= high) && (p === null || image.p <= p)).sort(compare);
    show();
  }

  function sortBy(key, isDown) {
    state.key = key;
    state.isDown = isDown;
    state.page = 0;
    choose();
  }

  // The large view

  function open(place) {
    const image = shown[place];
    opened = place;
    byId('view-title').textContent = image.path;
    byId('place').textContent = `${place + 1} of ${shown.length}`;
    byId('before').disabled = place === 0;
    byId('after').disabled = place === shown.length - 1;
    byId('figures').replaceChildren(...figuresOf(image));
    byId('numbers').replaceChildren(...factsOf(image));
    byId('links').replaceChildren(...linksOf(image));
    if (!byId('view').open)
      byId('view').showModal();
    keep();
  }

  function figuresOf(image) {
    const source = stripOf(image);
    if (image.error !== undefined || source === null)
      return [make('p', 'error', image.error ?? 'This run was made without pictures, or they were removed.')];
    return kinds.map(kind => {
      const figure = make('figure'), frame = make('span', 'frame'), img = new Image();
      img.alt = describe(image, kind);
      img.addEventListener('load', () => {
        if (img.classList.contains('full'))
          return;
        frame.style.setProperty('--shape', `${img.naturalWidth / 4} / ${img.naturalHeight}`);
        frame.classList.toggle('pixelated', Math.max(img.naturalWidth / 4, img.naturalHeight) <= 64);
      });
      img.src = source;
      frame.append(img);
      figure.append(frame, make('figcaption', '', `${kind.name}: ${kind.says(image)}`));
      if (kind.folder !== null)
        sharpen(img, fileOf(image, kind.folder));
      return figure;
    });
  }

  // The picture at its full resolution takes the place of the small one, where it is there.
  function sharpen(img, file) {
    const full = new Image();
    full.addEventListener('load', () => {
      img.classList.add('full');
      img.src = file;
    });
    full.src = file;
  }

  function factsOf(image) {
    const { sign, words } = verdictOf(image);
    const facts = [['verdict', `${sign} ${words}`], ['label', image.label || '\u2013'], ['score', number(image.score, 6)]];
    for (const [name, value] of [['p-value', image.p], ['residual', image.residual], ['feature distance', image.feature],
      ['\u2016z\u2016/\u221Alatent', image.z], ['defects', image.regions]]) {
      if (value !== undefined)
        facts.push([name, number(value)]);
    }
    return facts.map(([name, value]) => {
      const group = make('div');
      group.append(make('dt', '', name), make('dd', '', value));
      return group;
    });
  }

  function linksOf(image) {
    if (image.error !== undefined || data.folders.length === 0)
      return [];
    const links = data.folders.map(folder => {
      const link = make('a', '', `${folder}/`);
      link.href = fileOf(image, folder);
      link.target = '_blank';
      link.rel = 'noopener';
      return link;
    });
    return [make('span', '', 'At full resolution:'), ...links];
  }

  function step(by) {
    const place = opened + by;
    if (place < 0 || place >= shown.length)
      return;
    const page = Math.floor(place / state.size);
    if (page !== state.page) {
      state.page = page;
      show();
    }
    open(place);
  }

  // What is chosen stands in the address, so that it can be kept and sent.

  function keep() {
    const kept = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) {
      if (field.value !== '')
        kept.set(name, name === 'label' ? data.labels[field.value] : field.value);
    }
    if (state.key !== 'score' || !state.isDown)
      kept.set('sort', byId('order').value);
    if (state.page > 0)
      kept.set('page', String(state.page + 1));
    if (state.size !== 25)
      kept.set('size', String(state.size));
    if (byId('view').open && shown[opened])
      kept.set('image', shown[opened].path);
    try {
      history.replaceState(null, '', '#' + kept);
    } catch {
      // Some places allow no change of the address; nothing else depends on it.
    }
  }

  function restore() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const [name, field] of Object.entries(fields)) {
      if (kept.has(name))
        field.value = name === 'label' ? String(data.labels.indexOf(kept.get(name))) : kept.get(name);
    }
    if (fields.label.selectedIndex < 0)
      fields.label.value = '';
    if (fields.verdict.selectedIndex < 0)
      fields.verdict.value = '';
    const sort = kept.get('sort') ?? '-score', key = sort.replace(/^-/, '');
    if (columns.some(column => column.key === key))
      [state.key, state.isDown] = [key, sort.startsWith('-')];
    state.size = [25, 50, 100].find(size => String(size) === kept.get('size')) ?? 25;
    byId('size').value = String(state.size);
    state.page = (parseInt(kept.get('page'), 10) || 1) - 1;
    const image = kept.get('image');
    choose();
    const place = image === null ? -1 : shown.findIndex(candidate => candidate.path === image);
    if (place >= 0) {
      state.page = Math.floor(place / state.size);
      show();
      open(place);
    }
  }

  // Wiring

  function option(select, value, text) {
    const element = make('option', '', text);
    element.value = value;
    select.append(element);
  }

  images.forEach((image, place) => { image.place = place; });
  data.labels.forEach((label, place) => option(fields.label, String(place), label === '' ? '(none)' : label));
  Object.keys(verdicts).filter(key => images.some(image => verdictKey(image) === key))
    .forEach(key => option(fields.verdict, key, verdicts[key].words));
  byId('by-label').hidden = data.labels.length < 2;
  byId('by-verdict').hidden = fields.verdict.options.length < 3;
  byId('by-p').hidden = !images.some(image => image.p !== undefined);
  for (const column of columns) {
    option(byId('order'), `-${column.key}`, `${column.title}, ${column.isText ? 'Z first' : 'largest first'}`);
    option(byId('order'), column.key, `${column.title}, ${column.isText ? 'A first' : 'smallest first'}`);
    const button = make('button', '', column.title);
    button.type = 'button';
    button.addEventListener('click', () => sortBy(column.key, column.key === state.key ? !state.isDown : !column.isText));
    column.head.replaceChildren(button);
  }

  byId('tools').hidden = byId('pager').hidden = false;
  byId('tools').addEventListener('submit', event => event.preventDefault());
  byId('tools').addEventListener('input', event => {
    if (event.target.id === 'order')
      return;
    state.page = 0;
    choose();
  });
  byId('tools').addEventListener('reset', () => setTimeout(() => sortBy('score', true)));
  byId('order').addEventListener('change', event => sortBy(event.target.value.replace(/^-/, ''), event.target.value.startsWith('-')));
  byId('size').addEventListener('change', event => {
    const from = state.page * state.size;
    state.size = Number(event.target.value);
    state.page = Math.floor(from / state.size);
    show();
  });
  const turn = page => {
    state.page = page();
    show();
    byId('images').scrollIntoView();
  };
  byId('first').addEventListener('click', () => turn(() => 0));
  byId('back').addEventListener('click', () => turn(() => state.page - 1));
  byId('next').addEventListener('click', () => turn(() => state.page + 1));
  byId('last').addEventListener('click', () => turn(() => Infinity));
  byId('rows').addEventListener('click', event => {
    const row = event.target.closest('tr.row');
    if (row && String(getSelection()) === '')
      open(Number(row.dataset.place));
  });
  byId('before').addEventListener('click', () => step(-1));
  byId('after').addEventListener('click', () => step(1));
  byId('close').addEventListener('click', () => byId('view').close());
  byId('view').addEventListener('click', event => {
    if (event.target === byId('view'))
      byId('view').close();
  });
  byId('view').addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || !['ArrowLeft', 'ArrowRight'].includes(event.key))
      return;
    event.preventDefault();
    step(event.key === 'ArrowLeft' ? -1 : 1);
  });
  byId('view').addEventListener('close', () => {
    byId('figures').replaceChildren();
    document.querySelector(`#rows button[data-place="${opened}"]`)?.focus();
    opened = -1;
    keep();
  });
  addEventListener('hashchange', () => {
    if (!byId('view').open && location.hash.includes('='))
      restore();
  });
  restore();
})();
