using System.Text.Json;

namespace Gateway.Tests.Conventions;

/// <summary>
/// The archive is restored from a lock file of its own (decision 27): what is tested must be what is shipped.
/// </summary>
public sealed class LockFileTests
{
    [Fact]
    public void What_is_shipped_is_restored_from_the_packages_that_are_tested()
    {
        var tested = Read("packages.lock.json");
        Assert.NotEmpty(tested);
        Assert.Equal(tested, Read("packages.linux-x64.lock.json"));
    }

    // Name, version and content hash of each; how to bring them together: docs/decisions/0027-archive.md.
    private static IReadOnlyList<string> Read(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SourceTree.Root, "src", "Gateway", name)));
        return
        [
            .. file.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => string.Join(
                    ' ',
                    package.Name,
                    package.Value.GetProperty("resolved").GetString(),
                    package.Value.GetProperty("contentHash").GetString())),
        ];
    }
}
