using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Gateway.Policies;

namespace Gateway.Tests.Conventions;

/// <summary>How the code reads: sizes, summaries, sealed classes, nothing left for later.</summary>
public sealed class StyleTests
{
    private static readonly Assembly[] Product = [typeof(RefusalCode).Assembly, typeof(Gateway.Rooms.TransferPipeline).Assembly];

    [Fact]
    public void No_file_has_more_than_400_lines() =>
        Assert.Empty(SourceTree.Files.Where(file => file.Lines.Length > 400).Select(file => file.Path));

    [Fact]
    public void No_line_has_more_than_120_columns() =>
        Assert.Empty(SourceTree.Files.SelectMany(file => file.Lines
            .Select((line, index) => (line, Place: $"{file.Path}:{index + 1}"))
            .Where(line => line.line.Length > 120)
            .Select(line => line.Place)));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(SourceTree.Files.Where(file => file.Lines.Any(line => Regex.IsMatch(line, @"\b(TODO|FIXME|HACK|XXX)\b|#region"))).Select(file => file.Path));

    [Fact]
    public void Every_class_is_sealed_static_or_abstract() =>
        Assert.Empty(Types().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Fact]
    public void Every_type_says_what_it_is()
    {
        // A type of the file's own, at most one level deep: nested private ones explain themselves by their owner.
        // "Owner.Part.cs" is a further part of a type that its first file describes.
        var mute = SourceTree.Files.Where(file => Path.GetFileName(file.Path).Count(letter => letter == '.') == 1).SelectMany(file => file.Lines
            .Select((line, index) => (line, index))
            .Where(line => Regex.IsMatch(line.line, @"^(public|internal)\b.*\b(class|record|struct|interface|enum|delegate)\b"))
            .Where(line => !HasSummary(file.Lines, line.index))
            .Select(line => $"{file.Path}:{line.index + 1}"));

        Assert.Empty(mute);
    }

    [Fact]
    public void No_class_is_named_for_nothing_in_particular() =>
        Assert.Empty(Types().Where(type => Regex.IsMatch(type.Name, "(Manager|Helper|Util|Utils|Processor|Info|Impl)$")).Select(type => type.FullName));

    [Fact]
    public void Property_tests_draw_the_same_cases_on_every_machine()
    {
        var tests = Path.Combine(SourceTree.Root, "tests");
        var others = Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("Draws.cs" or "StyleTests.cs"))
            .Where(file => File.ReadAllText(file).Contains("ThrowOnFailure", StringComparison.Ordinal));

        Assert.Empty(others.Select(file => Path.GetRelativePath(tests, file)));
    }

    [Fact]
    public void No_method_has_more_than_60_lines()
    {
        var long_ = SourceTree.Files.SelectMany(file => Methods(file.Lines).Where(method => method.Length > 60)
            .Select(method => $"{file.Path} {method.Name}"));

        // The spine tells the whole story in one place; that is what it is for.
        Assert.Equal(["Gateway/Rooms/TransferPipeline.cs RunAsync"], long_);
    }

    [Fact]
    public void Every_setting_says_its_default_or_that_it_is_required()
    {
        var lines = SourceTree.Files.Single(file => file.Path == "Gateway/Settings/GatewaySettings.cs").Lines;
        var mute = lines.Where(line => line.Contains("<param", StringComparison.Ordinal)
            && !Regex.IsMatch(line, "Default|Required|The key it stands under"));

        Assert.Empty(mute);
    }

    private static IEnumerable<Type> Types() => Product.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Gateway", StringComparison.Ordinal) == true
            && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            && !type.Name.Contains('<', StringComparison.Ordinal));

    private static bool HasSummary(string[] lines, int type)
    {
        for (var i = type - 1; i >= 0 && lines[i].Length > 0 && lines[i][0] is '/' or '['; i--)
        {
            // A header block for a published rule stands for a summary (docs: the house's style).
            if (lines[i].Contains("<summary>", StringComparison.Ordinal) || lines[i].StartsWith("//  ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Members stand four or eight columns in, their braces too: enough to measure them.
    private static IEnumerable<(string Name, int Length)> Methods(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = lines[i].Length - lines[i].TrimStart().Length;
            if (lines[i].Trim() != "{" || indent is not (4 or 8))
            {
                continue;
            }

            var head = i - 1;
            while (head > 0 && lines[head].StartsWith(new string(' ', indent + 1), StringComparison.Ordinal))
            {
                head--;
            }

            var close = Array.IndexOf(lines, new string(' ', indent) + "}", i);
            if (Regex.Match(lines[head], @"(\w+)(<[^>]*>)?\(") is { Success: true } name && !Regex.IsMatch(lines[head], @"\b(class|record|struct|if|while|for|foreach|switch|using|lock)\b"))
            {
                yield return (name.Groups[1].Value, close - i - 1);
            }
        }
    }
}
