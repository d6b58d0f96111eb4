using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Policies.Bundle;

/// <summary>
/// One YAML file, read from parser events so that every node has its line and column, in the part of YAML that
/// has one reading: no anchors, aliases, tags, merge keys, duplicate keys or second documents (FORMATS.md 1).
/// </summary>
internal sealed class YamlTree
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxDepth = 24;
    private const int MaxNameInPath = 64;

    private const char ByteOrderMark = '\uFEFF';

    private readonly string _file;
    private readonly IParser _parser;
    private readonly FaultList _faults;

    private YamlTree(string file, IParser parser, FaultList faults)
    {
        _file = file;
        _parser = parser;
        _faults = faults;
    }

    /// <summary>The document's root; null when the file is empty or has a fault that stops its reading.</summary>
    internal static YamlNode? Read(BundleFile file, FaultList faults)
    {
        var whole = new Mark(file.Path, 0, 0, "");
        if (file.Bytes.Length > MaxBytes)
        {
            faults.Add(whole, "yaml.size", $"split the file: it is larger than {MaxBytes} bytes");
            return null;
        }

        if (!Utf8.IsValid(file.Bytes.Span))
        {
            faults.Add(whole, "yaml.encoding", "save the file as UTF-8: it holds octets that are not");
            return null;
        }

        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        using var reader = new StringReader(text.StartsWith(ByteOrderMark) ? text[1..] : text);
        var tree = new YamlTree(file.Path, new Parser(reader), faults);
        try
        {
            return tree.ReadStream();
        }
        catch (YamlException e)
        {
            tree.AddSyntaxFault(e.Start, Sentence(e.Message));
        }
        catch (InvalidOperationException)
        {
            // The scanner's way out where a value runs into the next line's key.
            tree.AddUnplacedFault();
        }
        catch (ArgumentException)
        {
            // Where a tag is not a URI.
            tree.AddUnplacedFault();
        }
        catch (EndOfStreamException)
        {
            // The parser's, where the file ends within something.
            tree.AddUnplacedFault();
        }

        return null;
    }

    // What the parser says without a place is put after the last thing it read.
    private void AddUnplacedFault() =>
        AddSyntaxFault(_parser.Current?.End ?? YamlDotNet.Core.Mark.Empty, "not YAML after this place");

    private void AddSyntaxFault(YamlDotNet.Core.Mark place, string message) =>
        _faults.Add(new Mark(_file, ToInt(place.Line), ToInt(place.Column), ""), "yaml.syntax", message);

    private YamlNode? ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            _faults.Add(At(second, ""), "yaml.documents", "make it a file of its own: a file holds one document");
        }

        return root;
    }

    private YamlNode ReadNode(string path, int depth)
    {
        _parser.Accept<ParsingEvent>(out var current);
        var mark = At(current!, path);
        if (depth > MaxDepth)
        {
            _faults.Add(mark, "yaml.depth", $"nested deeper than {MaxDepth}");
            _parser.SkipThisAndNestedEvents();
            return new YamlBroken(mark);
        }

        if (current is AnchorAlias)
        {
            _faults.Add(mark, "yaml.alias", "write the value out: aliases are not read");
            _parser.MoveNext();
            return new YamlBroken(mark);
        }

        if (current is not NodeEvent node)
        {
            // The parser lets some broken documents end a mapping in the middle of a member.
            throw new SyntaxErrorException(current!.Start, current.End, "a value is missing");
        }

        CheckProperties(node, mark);
        return current switch
        {
            MappingStart => ReadMapping(mark, path, depth),
            SequenceStart => ReadSequence(mark, path, depth),
            _ => ReadScalar(mark),
        };
    }

    private YamlScalar ReadScalar(Mark mark)
    {
        var scalar = _parser.Consume<Scalar>();
        return new YamlScalar(mark, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private YamlSequence ReadSequence(Mark mark, string path, int depth)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        }

        return new YamlSequence(mark, items);
    }

    private YamlMapping ReadMapping(Mark mark, string path, int depth)
    {
        _parser.Consume<MappingStart>();
        var members = new List<YamlMember>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadKey(path);
            if (key is null)
            {
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            var value = ReadNode(key.Mark.Path, depth + 1);
            if (seen.Add(key.Text))
            {
                members.Add(new YamlMember(key.Mark, key.Text, value));
            }
            else
            {
                _faults.Add(key.Mark, "yaml.duplicate", $"remove one: key '{Shown(key.Text)}' stands twice");
            }
        }

        return new YamlMapping(mark, members);
    }

    // Null when the member cannot be read; its value is skipped.
    private YamlScalar? ReadKey(string path)
    {
        _parser.Accept<ParsingEvent>(out var current);
        if (current is not Scalar scalar)
        {
            _faults.Add(At(current!, path), "yaml.key", "write a plain key: only text can be one");
            _parser.SkipThisAndNestedEvents();
            return null;
        }

        var mark = At(scalar, Member(path, scalar.Value));
        CheckProperties(scalar, mark);
        if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
        {
            _faults.Add(mark, "yaml.merge", "write the members out: merge keys are not read");
            _parser.MoveNext();
            return null;
        }

        return ReadScalar(mark);
    }

    private void CheckProperties(NodeEvent node, Mark mark)
    {
        if (!node.Anchor.IsEmpty)
        {
            _faults.Add(mark, "yaml.anchor", "remove the anchor: nothing may refer to it");
        }

        if (!node.Tag.IsEmpty)
        {
            _faults.Add(mark, "yaml.tag", "remove the tag: the key alone says what type a value has");
        }
    }

    private static string Member(string path, string key)
    {
        var shown = Shown(key);
        var isPlain = shown.Length > 0 && shown.All(c => char.IsLetterOrDigit(c) || c is '-' or '_');
        return isPlain ? (path.Length == 0 ? shown : $"{path}.{shown}") : $"{path}['{shown}']";
    }

    private static string Shown(string key) => key.Length <= MaxNameInPath ? key : key[..MaxNameInPath] + "…";

    private static string Sentence(string message) =>
        message.Length == 0 ? "not YAML" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');

    private static int ToInt(long position) => (int)Math.Clamp(position, 0, int.MaxValue);

    private Mark At(ParsingEvent at, string path) => new(_file, ToInt(at.Start.Line), ToInt(at.Start.Column), path);
}
