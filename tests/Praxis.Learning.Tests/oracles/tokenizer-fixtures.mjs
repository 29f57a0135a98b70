// Writes small tokenizer.json files of every kind; tokenizers.mjs then records what Hugging Face's own tokenizers make of them.
//
//   node tokenizer-fixtures.mjs ../Tokenizers/fixtures && node tokenizers.mjs ../Tokenizers/fixtures
import fs from 'fs';
import path from 'path';
import { texts } from './tokenizer-texts.mjs';

const folder = process.argv[2];
const added = (id, content, options = {}) =>
  ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...options });

function write(name, parts) {
  const directory = path.join(folder, name);
  fs.mkdirSync(directory, { recursive: true });
  const json = { version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...parts };
  fs.writeFileSync(path.join(directory, 'tokenizer.json'), JSON.stringify(json) + '\n');
}

const letters = (() => {
  const result = [];
  let substitutes = 0;
  for (let value = 0; value < 256; value++) {
    const printable = (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
    result.push(String.fromCharCode(printable ? value : 256 + substitutes++));
  }
  return result;
})();
const byteLetters = (text) => [...new TextEncoder().encode(text)].map((value) => letters[value]);

/** Byte-pair merges learnt the slow way from words given as lists of symbols. */
function learn(words, count) {
  const merges = [];
  for (let step = 0; step < count; step++) {
    const counts = new Map();
    for (const word of words)
      for (let i = 0; i + 1 < word.length; i++) {
        const pair = `${word[i]} ${word[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const [best, most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? ['', 0];
    if (most < 2) break;
    const [left, right] = best.split(' ');
    merges.push([left, right]);
    for (const word of words)
      for (let i = 0; i + 1 < word.length; i++) if (word[i] === left && word[i + 1] === right) word.splice(i, 2, left + right);
  }
  return merges;
}

const samples = texts(0).filter((text) => text.length < 120);
const gpt2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const byteMerges = learn(samples.flatMap((text) => (text.match(gpt2) ?? []).map(byteLetters)), 150);
const byteVocabulary = Object.fromEntries([...letters, ...new Set(byteMerges.map((pair) => pair.join('')))].map((token, id) => [token, id]));
const bytes = Object.keys(byteVocabulary).length;
const byteLevel = (options) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true, ...options });
const bytePairs = (options) =>
  ({ type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab: byteVocabulary, merges: byteMerges, ...options });

write('byte-level-gpt2', {
  added_tokens: [added(bytes, '<|endoftext|>')],
  pre_tokenizer: byteLevel(), post_processor: byteLevel({ trim_offsets: false }), decoder: byteLevel(),
  model: bytePairs({ merges: byteMerges.map((pair) => pair.join(' ')) }),
});

write('byte-level-roberta', {
  added_tokens: [added(bytes, '<s>'), added(bytes + 1, '</s>'), added(bytes + 2, '<mask>', { lstrip: true })],
  pre_tokenizer: byteLevel({ add_prefix_space: true }),
  post_processor: { type: 'RobertaProcessing', sep: ['</s>', bytes + 1], cls: ['<s>', bytes], trim_offsets: true, add_prefix_space: true },
  decoder: byteLevel(), model: bytePairs(),
});

write('byte-level-qwen', {
  added_tokens: [
    added(bytes + 1, '<|endoftext|>'), added(bytes + 2, '<|im_start|>', { rstrip: true }), added(bytes + 3, '<|im_end|>', { lstrip: true, special: false }),
    added(bytes + 4, 'word', { single_word: true, special: false, normalized: true }),
  ],
  normalizer: { type: 'NFC' },
  pre_tokenizer: { type: 'Sequence', pretokenizers: [
    { type: 'Split', pattern: { Regex: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" }, behavior: 'Isolated', invert: false },
    byteLevel({ use_regex: false })] },
  post_processor: byteLevel(), decoder: byteLevel(), model: bytePairs({ ignore_merges: true, vocab: { ...byteVocabulary, [byteLetters(' tokenization').join('')]: bytes } }),
});

write('byte-level-o200k', {
  added_tokens: [added(bytes, '<|endoftext|>')],
  pre_tokenizer: { type: 'Sequence', pretokenizers: [
    { type: 'Split', pattern: { Regex: "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" }, behavior: 'Removed', invert: true },
    byteLevel({ use_regex: false })] },
  post_processor: { type: 'Sequence', processors: [byteLevel({ trim_offsets: false }), { type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<|endoftext|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<|endoftext|>', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '<|endoftext|>': { id: '<|endoftext|>', ids: [bytes], tokens: ['<|endoftext|>'] } } }] },
  decoder: byteLevel(), model: bytePairs(),
});

// Characters that SentencePiece's kinds know; all others are bytes or unknown.
const characters = [...new Set(samples.join('').replaceAll(' ', '▁'))].filter((character) => character.codePointAt(0) < 0x530 && character > '\u001f');
const spaced = samples.map((text) => [...`▁${text.replaceAll(' ', '▁')}`].filter((character) => characters.includes(character)));
const spacedMerges = learn(spaced, 150);
const hexadecimal = Array.from({ length: 256 }, (_, value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`);
const sentencePiece = ['<unk>', '<s>', '</s>'];
const spacedTokens = [...new Set([...characters, '▁', ...spacedMerges.map((pair) => pair.join(''))])];
const numbered = (tokens) => Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
const llamaVocabulary = numbered([...sentencePiece, ...hexadecimal, ...spacedTokens]);
const metaspaceDecoders = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] };
const begin = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } } };
const sentenceAdded = sentencePiece.map((token, id) => added(id, token));

write('byte-fallback-llama', {
  added_tokens: [...sentenceAdded, added(Object.keys(llamaVocabulary).length, '<mask>', { normalized: true, special: false })],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] },
  post_processor: begin, decoder: metaspaceDecoders,
  model: bytePairs({ unk_token: '<unk>', fuse_unk: true, byte_fallback: true, vocab: llamaVocabulary, merges: spacedMerges.map((pair) => pair.join(' ')) }),
});

for (const [name, fuse] of [['unknown-fused', true], ['unknown-single', false]])
  write(`bpe-${name}`, {
    added_tokens: sentenceAdded,
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Strip', strip_left: true, strip_right: true }] },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
    model: bytePairs({ unk_token: '<unk>', fuse_unk: fuse, vocab: numbered([...sentencePiece, ...hexadecimal.slice(0, 0xe3), ...spacedTokens]), byte_fallback: fuse, merges: spacedMerges }),
  });

// A suffix ends each word, as in the first models of this kind.
const suffixed = samples.flatMap((text) => (text.toLowerCase().match(/[a-z]+|[^\sa-z]/gu) ?? []).map((word) => { const list = [...word]; list[list.length - 1] += '</w>'; return list; }));
const suffixSymbols = [...new Set(suffixed.flat())];
const suffixMerges = learn(suffixed, 80);
write('bpe-suffix', {
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Digits', individual_digits: true }, { type: 'Punctuation', behavior: 'MergedWithPrevious' }] },
  decoder: { type: 'BPEDecoder', suffix: '</w>' },
  model: bytePairs({ unk_token: '<unk>', end_of_word_suffix: '</w>', vocab: numbered(['<unk>', ...new Set([...suffixSymbols, ...suffixMerges.map((pair) => pair.join(''))])]), merges: suffixMerges }),
});

const words = [...new Set(samples.join(' ').toLowerCase().match(/[a-z]{2,}/g))];
const endings = ['ing', 'ed', 'ly', 's', 'er', 'ization', 'able', 'ism', 'ment', 'ar', 'token'];
const single = [...new Set('abcdefghijklmnopqrstuvwxyz0123456789!?.,;:\'"()[]{}<>-+=/\\_|~`^$%&*#@今天我日本語한éßαβдж'.normalize('NFC'))];
const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...new Set([...single, ...single.map((letter) => `##${letter}`), ...words.slice(0, 90), ...endings.map((ending) => `##${ending}`)])];
const bertAdded = pieces.slice(0, 5).map((token, id) => added(id, token));
const wordPiece = (options) => ({ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: numbered(pieces), ...options });

write('wordpiece-bert', {
  added_tokens: bertAdded,
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }], pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } } },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true }, model: wordPiece(),
});

write('wordpiece-cased', {
  added_tokens: [...bertAdded.slice(0, 4), added(4, '[MASK]', { lstrip: true, rstrip: true })],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'BertNormalizer', clean_text: false, handle_chinese_chars: true, strip_accents: false, lowercase: false }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Whitespace' }, { type: 'Punctuation', behavior: 'Contiguous' }, { type: 'Digits', individual_digits: false }] },
  post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: false }, model: wordPiece({ max_input_chars_per_word: 20 }),
});

for (const behavior of ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'])
  write(`split-${behavior}`, {
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { String: ' ' }, behavior, invert: false }, { type: 'Split', pattern: { Regex: '[\\w&&[^\\d_]]++|[[:punct:]]{2,3}?|\\p{Han}(?=\\p{Han})|(?<=\\d)\\d' }, behavior, invert: behavior === 'Contiguous' }, byteLevel({ use_regex: false })] },
    decoder: byteLevel(), model: bytePairs(),
  });

// SentencePiece's table of replacements: a double array for ﬁ → fi, ① → 1 and e + acute → é.
function compiledTable(entries) {
  const root = { children: new Map() };
  const block = [];
  for (const [from, to] of entries) {
    let node = root;
    for (const value of new TextEncoder().encode(from)) node = node.children.get(value) ?? node.children.set(value, { children: new Map() }).get(value);
    node.value = block.length;
    block.push(...new TextEncoder().encode(to), 0);
  }
  const units = [0];
  const used = new Set([0]);
  (function place(node, at) {
    const labels = [...node.children.keys()];
    let offset = 1;
    while (used.has(at ^ offset) || labels.some((label) => used.has(at ^ offset ^ label))) offset++;
    const base = at ^ offset;
    units[at] = ((units[at] ?? 0) | (offset << 10) | (node.value === undefined ? 0 : 1 << 8)) >>> 0;
    used.add(base);
    if (node.value !== undefined) units[base] = (node.value | (1 << 31)) >>> 0;
    for (const label of labels) { used.add(base ^ label); units[base ^ label] = label; }
    for (const [label, child] of node.children) place(child, base ^ label);
  })(root, 0);
  while (units.length % 256 !== 0) units.push(0);
  const bytes = Buffer.alloc(4 + 4 * units.length + block.length);
  bytes.writeUInt32LE(4 * units.length, 0);
  units.forEach((unit, i) => bytes.writeUInt32LE((unit ?? 0) >>> 0, 4 + 4 * i));
  Buffer.from(block).copy(bytes, 4 + 4 * units.length);
  return bytes.toString('base64');
}

const scored = (tokens) => [...new Set(tokens)].map((token, i) => [token, i < 3 ? 0 : -([...token].length < 2 ? 6 : 3) - (i % 97) / 32 - 1 / [...token].length]);
const table = compiledTable([['ﬁ', 'fi'], ['①', '1'], ['e\u0301', 'é'], ['\u200b', ''], ['Ａ', 'A'], ['　', ' ']]);
for (const [name, fallback] of [['unigram-t5', false], ['unigram-bytes', true]])
  write(name, {
    added_tokens: sentenceAdded,
    normalizer: { type: 'Sequence', normalizers: fallback ? [{ type: 'Nmt' }, { type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] : [{ type: 'Precompiled', precompiled_charsmap: table }] },
    pre_tokenizer: fallback ? { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true } : { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }] },
    post_processor: begin, decoder: fallback ? metaspaceDecoders : { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 0, byte_fallback: fallback, vocab: scored([...sentencePiece, ...(fallback ? hexadecimal : []), ...spacedTokens]) },
  });
