using System.Text;
using Gateway.Policies.Bundle;

namespace Gateway.Policies.Tests.Bundle;

public sealed class BundleDigestTests
{
    // Computed with sha256sum over files of these contents, sorted with LC_ALL=C.
    private const string GoldenLines =
        "B.yaml ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
        + "a/b.yaml e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        + "a/bundle.p7s ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
        + "a0.json ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
        + "\uFF5E.yaml e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        + "\U0001F600.yaml ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n";

    [Fact]
    public void The_lines_are_the_golden_bytes_in_order_of_path_octets()
    {
        List<BundleFile> files =
        [
            BundleFolder.Text("\U0001F600.yaml", "abc"),
            BundleFolder.Text("\uFF5E.yaml", ""),
            BundleFolder.Text("bundle.p7s", "not part of it"),
            BundleFolder.Text("a0.json", "abc"),
            BundleFolder.Text("a/bundle.p7s", "abc"),
            BundleFolder.Text("a/b.yaml", ""),
            BundleFolder.Text("B.yaml", "abc"),
        ];

        var lines = BundleDigest.Lines(files);

        Assert.Equal(GoldenLines, Encoding.UTF8.GetString(lines));
        Assert.Equal("2c7601846063f0d4f383a9f8301bacf7eb65f0b46c26e85be428ea0e3259743b", BundleDigest.Digest(lines));
    }

    [Fact]
    public void One_changed_byte_in_any_file_changes_the_digest()
    {
        var files = BundleFolder.Valid();
        var before = BundleFolder.Read(files).Digest;
        var at = files.FindIndex(file => file.Path == "cases/a.json");
        files[at] = BundleFolder.Text("cases/a.json", "{\"customers\":[] }\n");

        Assert.Equal(64, before.Length);
        Assert.NotEqual(before, BundleFolder.Read(files).Digest);
    }

    [Fact]
    public void A_path_that_could_forge_a_line_has_no_digest() =>
        Assert.Throws<ArgumentException>(() => BundleDigest.Lines([BundleFolder.Text("a\nb", "")]));
}
