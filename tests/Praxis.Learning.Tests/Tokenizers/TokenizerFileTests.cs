using System.Text;
using Praxis.Learning.Files;
using Praxis.Learning.Tests.Files;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Tests.Tokenizers;

public sealed class TokenizerFileTests
{
    private const string Pair = "\"a\":0,\"b\":1,\"ab\":2";

    [Theory]
    [InlineData("""{"model":{"type":"WordLevel"}}""", "'model.type'", "the model 'WordLevel' is not known here", "BPE, WordPiece or Unigram")]
    [InlineData("""{"normalizer":{"type":"Magic"}}""", "'normalizer.type'", "the normalizer 'Magic'", "NFC")]
    [InlineData("""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Magic"}]}}""", "'pre_tokenizer.pretokenizers[1].type'", "'Magic'", "Metaspace")]
    [InlineData("""{}""", "'model'", "it is missing", "add it")]
    [InlineData("""[]""", "text", "not a JSON object", "right file")]
    [InlineData("""{"model":7}""", "'model'", "an object, not '7'", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":[],"merges":[]}}""", "'model.vocab'", "an object, not a list", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0}}}""", "'model.merges'", "it is missing", "add it")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "'model.vocab.a'", "from 0 on, not '-1'", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":2000000000},"merges":[]}}""", "'model.vocab.a'", "larger than any model's", "from 0 on")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}}""", "'model.vocab.b'", "belongs to the token 'a'", "its own")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}}""", "text", "not JSON", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}}""", "'model.merges[0]'", "'ab' is not in the vocabulary", "add it")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["ab"]}}""", "'model.merges[0]'", "a space between", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}}""", "'model.merges[0]'", "a list of 2", "mend")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}""", "'model.dropout'", "at random", "null")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"?"}}""", "'model.unk_token'", "not in the vocabulary", "add it")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{"a":0}}}""", "'model'", "'[UNK]' is not in the vocabulary", "add it")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",-1]],"unk_id":1}}""", "'model.unk_id'", "the id 1 is not in", "name one")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",1e999]]}}""", "'model.vocab[0][1]'", "a finite number", "mend")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "'model.vocab'", "no tokens", "take tokenizer.json")]
    [InlineData("""{"normalizer":{"type":"Precompiled","precompiled_charsmap":"%"}}""", "'normalizer.precompiled_charsmap'", "not Base64", "download")]
    [InlineData("""{"normalizer":{"type":"Precompiled","precompiled_charsmap":"/////w=="}}""", "'normalizer.precompiled_charsmap'", "cannot hold the trie", "download")]
    public void A_damaged_file_is_refused_with_its_place_and_cure(string json, string place, string problem, string cure) =>
        ScratchFolder.Refused(() => SmallTokenizers.Load(json), "given.json", place, problem, cure);

    [Theory]
    [InlineData("""{"id":0,"content":"x"}""", "'added_tokens[0].id'", "belongs to 'a'")]
    [InlineData("""{"id":5,"content":"a"}""", "'added_tokens[0].id'", "has the id 0 in 'model.vocab'")]
    [InlineData("""{"id":5,"content":""}""", "'added_tokens[0].content'", "empty")]
    [InlineData("""{"id":5,"content":"x"},{"id":5,"content":"y"}""", "'added_tokens[1]'", "twice")]
    [InlineData("""{"id":100000000,"content":"x"}""", "'added_tokens[0].id'", "larger than any model's")]
    [InlineData("""{"id":5,"content":"x","special":1}""", "'added_tokens[0].special'", "true or false")]
    public void Added_tokens_that_contradict_are_refused(string added, string place, string problem) =>
        ScratchFolder.Refused(() => SmallTokenizers.Load(SmallTokenizers.Json(SmallTokenizers.Model(Pair, "\"a b\""), $"\"added_tokens\":[{added}],")), place, problem);

    [Fact]
    public void A_template_with_an_id_that_is_no_token_is_refused()
    {
        const string Template = """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"s","type_id":0}}],"special_tokens":{"s":{"ids":[9]}}}""";
        ScratchFolder.Refused(
            () => SmallTokenizers.Load(SmallTokenizers.Json(SmallTokenizers.Model(Pair, "\"a b\""), $"\"post_processor\":{Template},")), "'post_processor.special_tokens.s.ids[0]'", "no token has the id 9");
    }

    [Fact]
    public void A_thousand_damaged_files_are_read_or_refused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(SmallTokenizers.Json(
            SmallTokenizers.Model(Pair, "[\"a\",\"b\"]"),
            """ "added_tokens":[{"id":3,"content":"<s>"}],"normalizer":{"type":"Replace","pattern":{"Regex":"[a-c]+(?!d)"},"content":"a"},"decoder":{"type":"Strip","content":"a","start":1,"stop":0},"""));
        var mutations = new Mutations(whole, 5);
        int read = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] content = mutations.Next().ToArray();
            try
            {
                Tokenizer.Load("damaged", content).Encode("abc d");
                read++;
            }
            catch (ModelFileException refusal)
            {
                Assert.StartsWith("damaged, ", refusal.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 1, 999);
    }

    [Fact]
    public void What_is_saved_is_what_was_read()
    {
        using var scratch = new ScratchFolder();
        string path = RecordedCases.TokenizerOf("byte-level-gpt2");
        Tokenizer.Load(path).Save(scratch["tokenizer.json"]);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(scratch["tokenizer.json"]));
        ScratchFolder.Refused(() => Tokenizer.Load(scratch["none.json"]), "none.json", "no such file");
    }

    [Fact]
    public void Ids_and_tokens_belong_together()
    {
        var tokenizer = Tokenizer.Load(RecordedCases.TokenizerOf("byte-level-gpt2"));
        int end = tokenizer.TokenId("<|endoftext|>")!.Value;
        Assert.Equal(end + 1, tokenizer.VocabularySize);
        Assert.All(Enumerable.Range(0, tokenizer.VocabularySize), id => Assert.Equal(id, tokenizer.TokenId(tokenizer.Token(id))));
        Assert.Null(tokenizer.TokenId("no such token"));
        Assert.Throws<ArgumentException>(() => tokenizer.Token(end + 1));
        Assert.Throws<ArgumentException>(() => tokenizer.Decode([-1]));
        Assert.Equal("", tokenizer.Decode([end]));
        Assert.Equal("<|endoftext|>", tokenizer.Decode([end], skipSpecialTokens: false));
    }

    [Fact]
    public void An_unknown_character_without_an_unknown_token_is_an_error_of_the_unigram_model()
    {
        var tokenizer = SmallTokenizers.Load("""{"model":{"type":"Unigram","vocab":[["a",-1]]}}""");
        Assert.Equal([0, 0], tokenizer.Encode("aa"));
        Assert.Contains("'b'", Assert.Throws<LearningException>(() => tokenizer.Encode("ab")).Message, StringComparison.Ordinal);
    }
}
