#:property PublishAot=false
#:property Nullable=enable
// What is in the archive, and whose: sbom.cdx.json (CycloneDX 1.6) and THIRD-PARTY-NOTICES.txt, both written into the
// folder that is about to be packed. Reads the lock file, the restore's own record of what it took, and the list of
// carried libraries. Nothing of it depends on the day, the machine's name or the order of a folder.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
var (folder, version) = (options["--folder"], options["--version"]);
var assets = JsonNode.Parse(File.ReadAllText(options["--assets"]))!;
var packages = Packages(assets, options["--lock"]);
var natives = File.ReadAllLines(options["--natives"]).Select(line => line.Split('\t')).ToList();

var root = $"pkg:generic/gateway@{version}";
var components = packages.Select(PackageComponent)
    .Concat(natives.GroupBy(native => native[1]).Select(NativeComponent))
    .OrderBy(component => (string)component["bom-ref"]!, StringComparer.Ordinal)
    .ToArray();
var bom = new JsonObject
{
    ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject
    {
        ["timestamp"] = DateTimeOffset.FromUnixTimeSeconds(long.Parse(options["--epoch"], CultureInfo.InvariantCulture))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["component"] = new JsonObject
        {
            ["type"] = "application",
            ["bom-ref"] = root,
            ["name"] = "gateway",
            ["version"] = version,
            ["hashes"] = Hashes("SHA-256", Sha256(Path.Combine(folder, "gateway"))),
            ["licenses"] = Licence("Apache-2.0"),
        },
    },
    ["components"] = new JsonArray([.. components]),
    ["dependencies"] = Dependencies(),
};
var text = bom.ToJsonString(new JsonSerializerOptions
{
    WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
});
File.WriteAllText(Path.Combine(folder, "sbom.cdx.json"), text + "\n");
File.WriteAllText(Path.Combine(folder, "THIRD-PARTY-NOTICES.txt"), Notices());

// Everything the restore took that leaves files in the archive: the lock file's packages with run-time assets or native
// libraries, those that only bring others (whoever reads the bill looks for the name that was asked for), and the
// two runtime packs, which no lock file lists; each with the content hash that NuGet checked.
static List<Package> Packages(JsonNode assets, string lockFile)
{
    var homes = assets["packageFolders"]!.AsObject().Select(home => home.Key).ToList();
    var locked = JsonNode.Parse(File.ReadAllText(lockFile))!["dependencies"]!["net10.0"]!.AsObject();
    var target = assets["targets"]!["net10.0/linux-x64"]!.AsObject();
    var found = new List<Package>();
    foreach (var (key, library) in target)
    {
        var (name, version) = (key.Split('/')[0], key.Split('/')[1]);
        if ((string)library!["type"]! != "package"
            || (library["runtime"] ?? library["native"] ?? library["dependencies"]) is null)
        {
            continue;
        }

        var entry = locked.First(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value!;
        var needs = library["dependencies"]?.AsObject().Select(pair => pair.Key).ToList() ?? [];
        found.Add(new Package(
            name, version, (string)entry["contentHash"]!, Home(homes, name, version), (string)entry["type"]! == "Direct", needs));
    }

    var downloads = assets["project"]!["frameworks"]!["net10.0"]!["downloadDependencies"]!.AsArray();
    foreach (var download in downloads.Where(one => ((string)one!["name"]!).Contains(".Runtime.", StringComparison.Ordinal)))
    {
        var (name, range) = ((string)download!["name"]!, (string)download["version"]!);
        var version = range.Trim('[', ']').Split(',')[0];
        var home = Home(homes, name, version);
        var record = JsonNode.Parse(File.ReadAllText(Path.Combine(home, ".nupkg.metadata")))!;
        found.Add(new Package(name, version, (string)record["contentHash"]!, home, true, []));
    }

    return [.. found.OrderBy(package => package.Name, StringComparer.Ordinal)];
}

static string Home(List<string> homes, string name, string version) =>
    homes.Select(home => Path.Combine(home, name.ToLowerInvariant(), version.ToLowerInvariant())).First(Directory.Exists);

static JsonObject PackageComponent(Package package) => new()
{
    ["type"] = package.Name.Contains(".Runtime.", StringComparison.Ordinal) ? "framework" : "library",
    ["bom-ref"] = package.Reference,
    ["name"] = package.Name,
    ["version"] = package.Version,
    ["scope"] = "required",
    ["hashes"] = Hashes("SHA-512", Convert.ToHexStringLower(Convert.FromBase64String(package.ContentHash))),
    ["licenses"] = Licence(Expression(package)),
    ["purl"] = package.Reference,
};

JsonObject NativeComponent(IGrouping<string, string[]> package)
{
    var (name, release) = (package.Key, package.First()[2]);
    return new JsonObject
    {
        ["type"] = "library",
        ["bom-ref"] = NativeReference(name, release),
        ["name"] = name,
        ["version"] = release,
        ["scope"] = "required",
        ["purl"] = NativeReference(name, release),
        ["components"] = new JsonArray([.. package.OrderBy(file => file[0], StringComparer.Ordinal).Select(file => new JsonObject
        {
            ["type"] = "file",
            ["bom-ref"] = $"{NativeReference(name, release)}#{file[0]}",
            ["name"] = file[0],
            ["hashes"] = Hashes("SHA-256", Sha256(Path.Combine(folder, file[0]))),
        })]),
    };
}

static string NativeReference(string name, string release) =>
    $"pkg:deb/debian/{name}@{Uri.EscapeDataString(release)}?arch=amd64";

JsonArray Dependencies()
{
    var list = new List<JsonObject>
    {
        Depends(root, packages.Where(package => package.IsDirect).Select(package => package.Reference)
            .Concat(natives.Select(native => NativeReference(native[1], native[2])).Distinct())),
    };
    list.AddRange(packages.Select(package => Depends(package.Reference, packages
        .Where(other => package.Needs.Contains(other.Name, StringComparer.OrdinalIgnoreCase))
        .Select(other => other.Reference))));
    return new JsonArray([.. list]);
}

static JsonObject Depends(string reference, IEnumerable<string> on) => new()
{
    ["ref"] = reference,
    ["dependsOn"] = new JsonArray([.. on.Order(StringComparer.Ordinal).Select(one => JsonValue.Create(one))]),
};

static JsonArray Hashes(string algorithm, string hex) => [new JsonObject { ["alg"] = algorithm, ["content"] = hex }];

static JsonArray Licence(string expression) => [new JsonObject { ["expression"] = expression }];

static string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

// The licence as the package's own manifest says it. One that says none would be shipped unseen: that stops the build.
// Where the manifest names a file, the file that was read by a person stands for its terms, and no other text does.
static string Expression(Package package)
{
    // "SQLite is Public Domain", which SPDX calls "blessing".
    const string SqliteTerms = "99464c3a88df7b708ce59e462cdcb85f72dfc9b1335b4fcc68be56131b634b95";
    var manifest = XDocument.Load(Path.Combine(package.Home, package.Name.ToLowerInvariant() + ".nuspec"));
    var licence = manifest.Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
    if (licence?.Attribute("type")?.Value == "file"
        && Sha256(Path.Combine(package.Home, licence.Value)) == SqliteTerms)
    {
        return "blessing";
    }

    return licence?.Attribute("type")?.Value == "expression"
        ? licence.Value
        : throw new InvalidDataException($"{package.Name} {package.Version} names no licence expression");
}

string Notices()
{
    var notices = new StringBuilder("What this archive carries besides Gateway itself, and under which terms.\n");
    foreach (var package in packages)
    {
        Head(notices, $"{package.Name} {package.Version} ({Expression(package)})");
        var texts = Directory.EnumerateFiles(package.Home)
            .Where(file => IsNotice(Path.GetFileName(file))).Order(StringComparer.Ordinal);
        foreach (var file in texts)
        {
            notices.Append(File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd()).Append("\n\n");
        }
    }

    foreach (var native in natives.DistinctBy(native => native[1]))
    {
        Head(notices, $"{native[1]} {native[2]} (Debian)");
        notices.Append(File.ReadAllText(native[3]).ReplaceLineEndings("\n").TrimEnd()).Append("\n\n");
    }

    return notices.ToString();
}

static void Head(StringBuilder notices, string title) =>
    notices.Append('\n').Append('=', 100).Append('\n').Append(title).Append("\n\n");

static bool IsNotice(string file) =>
    file.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase)
    || file.StartsWith("THIRD", StringComparison.OrdinalIgnoreCase);

/// <summary>One NuGet package that leaves files in the archive.</summary>
internal sealed record Package(
    string Name, string Version, string ContentHash, string Home, bool IsDirect, List<string> Needs)
{
    internal string Reference => $"pkg:nuget/{Name}@{Version}";
}
