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
  opened = -1; // or the image that was open would be kept
  for (const [name, field] of Object.entries(fields)) {
    const value = kept.get(name) ?? '';
    field.value = name === 'label' && kept.has(name) ? String(data.labels.indexOf(value)) : value;
  }
  if (fields.label.selectedIndex < 0)
    fields.label.value = '';
  if (fields.verdict.selectedIndex < 0)
    fields.verdict.value = '';
  const sort = kept.get('sort') ?? '-score', key = sort.replace(/^-/, '');
  [state.key, state.isDown] = columns.some(column => column.key === key) ? [key, sort.startsWith('-')] : ['score', true];
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
  } else if (byId('view').open) {
    byId('view').close();
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
  if (row && !event.target.closest('.tick') && String(getSelection()) === '')
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
document.addEventListener('change', event => {
  if (event.target.matches('.tick input'))
    tick(images[event.target.dataset.image], event.target.checked);
});
byId('command').textContent = data.command;
byId('save').addEventListener('click', saveTicked);
byId('clear').addEventListener('click', clearTicked);
addEventListener('beforeunload', event => {
  if (ticked.size > 0 && !isSaved)
    event.preventDefault();
});
addEventListener('hashchange', () => {
  // Other addresses are places on the page.
  if (location.hash === '' || location.hash.includes('='))
    restore();
});
restore();
