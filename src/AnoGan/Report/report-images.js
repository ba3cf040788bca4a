// Images, their words and their pictures. All parts together are one function, which ReportPage puts around them.

const data = JSON.parse(document.getElementById('data').textContent);
const images = data.images;
const kinds = [
  { name: 'input', folder: null, says: image => `score ${number(image.score)}` },
  { name: 'reconstruction', folder: 'reconstructions', says: image => `mean difference ${number(image.residual)}` },
  { name: 'heatmap', folder: 'heatmaps', says: image => image.term === undefined ? `mean ${number(image.residual)}` : `score due to ${image.term}` },
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
  return folder + '/' + (folder === 'heatmaps' || folder === 'overlays'
    ? image.drawn ?? encode(image.path) + '.jpg'
    : image.picture ?? encode(image.path) + '.png');
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
