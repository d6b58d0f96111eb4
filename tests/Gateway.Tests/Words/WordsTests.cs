using System.Text;
using System.Text.RegularExpressions;
using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Tests.Words;

/// <summary>What the product says in Chinese: in the right characters, and in the words of docs/terms.md.</summary>
public sealed class WordsTests
{
    [Fact]
    public void The_texts_are_found()
    {
        Assert.True(ProductWords.All.Count > 200);
        Assert.Contains(ProductWords.All, words => words.Words == RefusalTitles.All[RefusalCode.ScreenFinding]);
        Assert.True(TermsPage.Terms.Count > 50);
        Assert.True(TermsPage.Banned.Count > 8);
    }

    [Fact]
    public void Nothing_is_said_in_one_Chinese_and_not_in_the_other() =>
        Assert.Empty(ProductWords.All.Where(words => words.Words.ZhHans is null != (words.Words.ZhHant is null)).Select(words => words.Words.En));

    // GB 2312 has no traditional character, and Big5 hardly a simplified one: the old sets still tell the scripts apart.
    [Theory]
    [InlineData(Language.SimplifiedChinese, 20936)]
    [InlineData(Language.TraditionalChinese, 950)]
    public void No_text_holds_a_character_of_the_other_script(Language language, int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var script = Encoding.GetEncoding(codePage, new EncoderReplacementFallback("\u0001"), DecoderFallback.ReplacementFallback);

        var strangers = ProductWords.In(language)
            .Select(words => (words.Place, Letters: string.Concat(words.Text.Where(letter => script.GetBytes([letter])[0] == 1))))
            .Where(words => words.Letters.Length > 0)
            .ToList();
        Assert.Empty(strangers);
        // The tampered twin: the other language's words do not pass.
        var other = language == Language.SimplifiedChinese ? Language.TraditionalChinese : Language.SimplifiedChinese;
        Assert.Contains(ProductWords.In(other), words => words.Text.Any(letter => script.GetBytes([letter])[0] == 1));
    }

    [Fact]
    public void No_text_uses_a_word_that_the_terms_rule_out()
    {
        var found =
            from banned in TermsPage.Banned
            from words in ProductWords.In(banned.Language)
            where banned.Pattern.IsMatch(words.Text)
            select $"{words.Place}: '{banned.Pattern}' in {words.Text}";

        Assert.Empty(found);
    }

    [Fact]
    public void Where_the_English_names_a_term_the_Chinese_has_its_word()
    {
        var missing = new List<string>();
        foreach (var (place, words) in ProductWords.All.Where(words => words.Words.ZhHans is not null))
        {
            var rest = words.En;
            foreach (var term in TermsPage.Terms)
            {
                var named = new Regex($@"(?<![\w'-]){Regex.Escape(term.En)}s?(?![\w-]|\.\w)", RegexOptions.IgnoreCase);
                if (!named.IsMatch(rest))
                {
                    continue;
                }

                // A longer term takes its words away from the shorter ones in it.
                rest = named.Replace(rest, "");
                if (!Says(words.ZhHans!, term.ZhHans!, term.En) || !Says(words.ZhHant!, term.ZhHant!, term.En))
                {
                    missing.Add($"{place}: '{term.En}' ({term.ZhHans}, {term.ZhHant}) in {words}");
                }
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    // The English itself stands for a file or a key of that name.
    private static bool Says(string text, string term, string english) =>
        text.Contains(term, StringComparison.Ordinal) || text.Contains(english, StringComparison.Ordinal);
}
