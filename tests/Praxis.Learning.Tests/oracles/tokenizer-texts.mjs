// The texts on which tokenizers are compared: scripts, signs, white space, code, marks, emoji, random characters.

/** Random numbers that are the same everywhere (Park and Miller). */
function generator(seed) {
  let state = seed;
  return (limit) => (state = (state * 48271) % 2147483647) % limit;
}

// Blocks whose characters have been the same for long, so that no oracle's version of Unicode matters.
const blocks = [
  [0x09, 0x0d], [0x20, 0x7e], [0xa0, 0xff], [0x100, 0x17f], [0x1c4, 0x1cc], [0x300, 0x36f], [0x391, 0x3a1], [0x3a3, 0x3ff], [0x410, 0x44f],
  [0x5d0, 0x5ea], [0x621, 0x64a], [0x64b, 0x652], [0x660, 0x669], [0x905, 0x939], [0x93e, 0x94d], [0x966, 0x96f], [0xe01, 0xe3a],
  [0x1100, 0x1112], [0x1161, 0x1175], [0x11a8, 0x11c2], [0x1e00, 0x1eff], [0x2000, 0x200f], [0x2010, 0x2027], [0x2028, 0x202f],
  [0x2030, 0x205e], [0x2070, 0x2071], [0x20a0, 0x20b5], [0x2150, 0x2188], [0x2190, 0x21ff], [0x2460, 0x24ff], [0x3000, 0x303f],
  [0x3041, 0x3096], [0x30a1, 0x30fe], [0x4e00, 0x9fa5], [0xac00, 0xd7a3], [0xe000, 0xe010], [0xf900, 0xfa2d], [0xfb00, 0xfb06],
  [0xff01, 0xff5e], [0xfff9, 0xfffd], [0x10330, 0x1034a], [0x10400, 0x1044f], [0x12000, 0x12010], [0x1d400, 0x1d454], [0x1d7ce, 0x1d7ff],
  [0x1f110, 0x1f129], [0x1f130, 0x1f149], [0x1f300, 0x1f320], [0x1f600, 0x1f64f], [0x20000, 0x2a6d6], [0x2f800, 0x2fa1d], [0xe0001, 0xe0001],
];

function randomText(random, length) {
  let text = '';
  for (let i = 0; i < length; i++) {
    const [from, to] = blocks[random(3) === 0 ? 1 : random(blocks.length)];
    text += String.fromCodePoint(from + random(to - from + 1));
  }
  return text;
}

const fixed = [
  '', ' ', '  ', '\n', 'a', 'Hello world', ' Hello  world ', "It's we'll I'D don't THEY'RE can'T 'tis o'clock",
  'In the beginning God created the heaven and the earth. And the earth was without form, and void;',
  'The quick brown fox jumps over the lazy dog, 12345 times (or 3.14159), at 10:30!',
  'for (int i = 0; i < n; ++i) {\n\tsum += x[i] * 0x1F; // été\n}\n\n\n    return sum;\r\n',
  'def f(x):\n        return {"a": [1, 2], \'b\': None}\n', 'https://example.org/a_b-c?d=e&f=%20#g', 'snake_case camelCase SCREAMING_CASE kebab-case',
  '\t\ttabs \t mixed   \n \n  \r\n\r\n \u00a0\u2003\u3000\u0085\u2028x', 'a   b    c\n\n\n\nd      ', 'trailing   ', '   leading',
  '0 12 345 6789 1234567890 ٣٤٥ ४५६ ½ ² Ⅷ ④ 𝟘𝟙𝟚', '1,000,000.00 -5 +3 1e-10', '今天天气很好。我们去公园吧！', '日本語のテキスト、カタカナとひらがな。',
  '한국어 텍스트입니다. 각', 'Привет, мир! Ёжик', 'Γειά σου Κόσμε ΣΊΣΥΦΟΣ', 'שלום עולם', 'مرحبا بالعالم، كيف حالُكَ؟', 'नमस्ते दुनिया क्षत्रिय', 'สวัสดีชาวโลก',
  'Zoë naïve café Ångström', 'Zoe\u0308 nai\u0308ve cafe\u0301 A\u030angstro\u0308m a\u0301\u0323\u0302', 'ﬁne ﬂow Ⅳ ㎏ Å K ｆｕｌｌ ｗｉｄｔｈ',
  'İstanbul ıssız DŽ Dž ẞ ß ﬃ', '😀 😃😄 👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪🇫🇷 ❤️ ☺', '𝒳𝒴 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐐀𐐨 𠀀𠀁 𒀀', 'x𝒳1 ,𝟘a 𝒳𝒳 𝒳', '\u200b\u200c\u200d\ufeff\u00ad',
  '\u0000\u0001\u001f\u007f\u0080\ufffd\ue000', '$100 €50 £20 ¥ ₿ + < = > ^ ` | ~', '“quotes” ‘single’ — dash – … « » ¿¡', '(a)[b]{c}<d>',
  '<s>text</s>', 'x<|endoftext|>y', ' <|im_start|> user\nHi<|im_end|>  ', '<mask> <mask>x a<mask>b [MASK] [CLS] a [SEP]', 'Special Word words aword word_ word',
  '<|endoftext|><|endoftext|>', '<|endof', '▁already ▁▁ there ▁', '<0x41> <0xE2>', 'unaffable embeddings tokenization antidisestablishmentarianism',
  'a'.repeat(130), 'ab '.repeat(40), '!?.,;:'.repeat(5), 'ſ \'ſ \'S \'s K', 'don\u2019t', 'e\u0301'.repeat(3) + '\u0301', '\u1100\u1161\u11a8\u1161', 'a\nb\r\nc\rd',
  'end of the road with a do not and a \' quote \' .',
];

/** Texts: the fixed ones and so many random ones. */
export function texts(randomCount) {
  const random = generator(20240717);
  return [...fixed, ...Array.from({ length: randomCount }, (_, i) => randomText(random, 1 + (i * 7) % 40))];
}
