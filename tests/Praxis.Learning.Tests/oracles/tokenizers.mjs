// Records what Hugging Face's own tokenizers make of the texts, beside each tokenizer.json of a folder.
//
//   npm install --ignore-scripts tokenizers@0.23.2 @huggingface/tokenizers@0.2.0
//   node tokenizers.mjs FOLDER [RANDOM-TEXTS [FILE-OF-TEXT …]]
//
// "tokenizers" is the library in Rust and decides; "@huggingface/tokenizers" is its port to JavaScript. Where the two differ the text is
// printed. A file of text is taken as one text more. FOLDER/*/expected.json is what the tests read.
import fs from 'fs';
import path from 'path';
import { createRequire } from 'module';
import { texts } from './tokenizer-texts.mjs';

const require = createRequire(path.join(process.cwd(), 'any.js'));
const rust = require('tokenizers').Tokenizer;
const { Tokenizer: Port } = require('@huggingface/tokenizers');
const [folder, randomCount = '20', ...files] = process.argv.slice(2);

function portOf(json) {
  try {
    return new Port(json, { clean_up_tokenization_spaces: false });
  } catch {
    return null;
  }
}

async function record(directory) {
  const file = path.join(directory, 'tokenizer.json');
  const json = JSON.parse(fs.readFileSync(file, 'utf8'));
  const tokenizer = rust.fromFile(file);
  const wrong = json.added_tokens.filter((token) => tokenizer.tokenToId(token.content) !== token.id);
  if (wrong.length > 0) throw new Error(`${file}: the library numbers ${wrong[0].content} otherwise`);
  const port = portOf(json);
  const ids = async (text, addSpecialTokens) => (await tokenizer.encode(text, null, { addSpecialTokens })).getIds();
  const decode = (tokens, skip) => (tokens.length === 0 ? '' : tokenizer.decode(tokens, skip));
  const cases = [];
  const differing = { ids: [], decoded: [] };
  for (const text of [...texts(Number(randomCount)), ...files.map((name) => fs.readFileSync(name, 'utf8'))]) {
    const known = { text, ids: await ids(text, true), plain: await ids(text, false) };
    known.decoded = await decode(known.ids, true);
    known.decodedWithSpecial = await decode(known.ids, false);
    cases.push(known);
    if (port === null) continue;
    const ported = port.encode(text).ids;
    if (JSON.stringify(ported) !== JSON.stringify(known.ids)) differing.ids.push(text);
    const back = known.ids.length === 0 ? '' : port.decode(known.ids, { skip_special_tokens: true });
    if (back !== known.decoded) differing.decoded.push(text);
  }
  fs.writeFileSync(path.join(directory, 'expected.json'), `[\n${cases.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`);
  const verdict = port === null ? 'cannot read it' : `differs in ${differing.ids.length} encodings and ${differing.decoded.length} decodings`;
  console.log(`${path.basename(directory)}: ${cases.length} texts; the port ${verdict}`);
  for (const [kind, list] of Object.entries(differing)) for (const text of list.slice(0, 8)) console.log(`  ${kind}: ${JSON.stringify(text.slice(0, 70))}`);
}

for (const name of fs.readdirSync(folder).sort())
  if (fs.existsSync(path.join(folder, name, 'tokenizer.json'))) await record(path.join(folder, name));
