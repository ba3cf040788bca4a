// The large view

const viewTick = makeTick();
byId('before').before(viewTick);

function open(place) {
  const image = shown[place];
  opened = place;
  byId('view-title').textContent = image.path;
  byId('place').textContent = `${place + 1} of ${shown.length}`;
  byId('before').disabled = place === 0;
  byId('after').disabled = place === shown.length - 1;
  const hadFocus = viewTick.contains(document.activeElement);
  if (tickOf(image, viewTick).hidden && hadFocus)
    byId('close').focus(); // or the keys would reach the view no more
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

// The picture as it was written takes the place of the small one, where it is there.
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
  if (image.term !== undefined)
    facts.splice(3, 0, ['score due to', image.term]);
  for (const [name, value] of Object.entries(image.surprises ?? {}))
    facts.push([`surprise of ${name}`, number(value, 3)]);
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
  return [make('span', '', 'Files:'), ...links];
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
