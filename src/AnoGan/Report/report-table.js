// The table: rows, order, choice and pages.

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
    cell.append(make('span', `verdict ${verdictKey(image)}`, `${sign} ${words}`), tickOf(image));
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
