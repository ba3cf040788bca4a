(() => {
'use strict';
const at = id => document.getElementById(id);
const say = text => { at('message').textContent = text; };
let shown = null;
let asked = 0;

function headers() {
  const token = at('token').value.trim();
  return token ? { Authorization: 'Bearer ' + token } : {};
}

async function listModels() {
  const answer = await fetch('/v1/models', { headers: headers() });
  at('by-token').hidden = answer.status !== 401 && !at('token').value;
  if (answer.status === 401) {
    say('This server asks for a token.');
    return;
  }
  const { models } = await answer.json();
  at('model').replaceChildren(...models.map(model => new Option(model.name, model.score)));
  at('by-model').hidden = models.length < 2;
  say('');
}

function show(found, picture) {
  const source = made => 'data:' + made.type + ';base64,' + made.base64;
  if (shown)
    URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(picture);
  at('input').src = shown;
  at('overlay').src = source(found.pictures.overlay);
  at('reconstruction').src = source(found.pictures.reconstruction);
  at('score').textContent = found.score.toFixed(2);
  at('verdict').textContent = found.isAnomaly === null ? '' : found.isAnomaly ? 'anomaly' : 'normal';
  at('verdict').className = found.isAnomaly ? 'anomaly' : '';
  at('beside').textContent = found.isAnomaly === null ? 'no verdict: the model has no held-out normal pictures'
    : 'p-value ' + found.pValue.toPrecision(2) + ', anomalies score above ' + found.threshold.toFixed(2);
  at('terms').textContent = 'Surprise of each term: ' + Object.entries(found.surprises)
    .map(([term, surprise]) => term + ' ' + (surprise === null ? '-' : surprise.toFixed(2))).join(', ');
  at('result').hidden = false;
}

async function score(picture) {
  const own = ++asked;
  at('result').hidden = true;
  say('scoring ' + picture.name);
  try {
    const answer = await fetch(at('model').value + '?pictures=overlay,reconstruction',
      { method: 'POST', headers: headers(), body: picture });
    const found = await answer.json();
    if (own !== asked)
      return; // another picture was dropped meanwhile
    say(answer.ok ? '' : found.detail);
    if (answer.ok)
      show(found, picture);
  } catch {
    say('The server did not answer.');
  }
}

at('input').addEventListener('load', () => {
  at('input').hidden = false;
  at('own').textContent = 'Your picture';
});
at('input').addEventListener('error', () => {
  at('input').hidden = true;
  at('own').textContent = 'Your picture, of a kind that this browser does not show';
});
// Dropped anywhere, or the browser would leave the page for the picture.
for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(name, event => {
    event.preventDefault();
    at('drop').classList.toggle('over', name === 'dragenter' || name === 'dragover');
  });
}
document.addEventListener('drop', event => { if (event.dataTransfer.files[0]) score(event.dataTransfer.files[0]); });
at('file').addEventListener('change', event => { if (event.target.files[0]) score(event.target.files[0]); });
at('form').addEventListener('submit', event => event.preventDefault());
at('token').addEventListener('change', listModels);
listModels().catch(() => say('The server did not answer.'));
})();
