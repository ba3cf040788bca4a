// Images ticked as normal, false alarms for the most part, and the list of them that calibrating learns from.

const ticked = new Set();
let isSaved = true;

function makeTick() {
  const label = make('label', 'tick'), box = make('input');
  box.type = 'checkbox';
  label.title = 'A false alarm: this picture is normal';
  label.append(box, 'is normal');
  return label;
}

// The label with the box of an image: a new one, or one that was another image's.
function tickOf(image, label = makeTick()) {
  const box = label.firstChild;
  label.hidden = data.command === undefined || image.error !== undefined || image.unlisted === true;
  box.dataset.image = String(image.place);
  box.checked = ticked.has(image);
  box.setAttribute('aria-label', `is normal: ${image.path}`);
  return label;
}

function tick(image, isNormal) {
  if (isNormal)
    ticked.add(image);
  else
    ticked.delete(image);
  isSaved = false;
  showTicked();
}

function showTicked() {
  for (const box of document.querySelectorAll('.tick input'))
    box.checked = ticked.has(images[box.dataset.image]);
  byId('ticked').hidden = ticked.size === 0;
  byId('ticks').textContent = `${ticked.size} ticked as normal`;
}

function saveTicked() {
  const paths = [...ticked].map(image => image.path).sort();
  const link = make('a');
  link.href = URL.createObjectURL(new Blob(paths.map(path => `${path}\n`), { type: 'text/plain' }));
  link.download = 'normal.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  isSaved = true;
}

function clearTicked() {
  ticked.clear();
  showTicked();
  byId('images').focus({ preventScroll: true });
}
