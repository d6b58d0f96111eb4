using System.Diagnostics;
using Gateway.Permit;
using Gateway.Policies;

namespace Gateway.Tests.Config;

/// <summary>A bundle's folder is read as it lies there: links in it are told, and lead nowhere.</summary>
public sealed class BundleFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bundle-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Links_to_folders_above_them_are_told_once_each_and_reading_ends()
    {
        File.WriteAllText(At("bundle.yaml"), "bundle: x\n");
        File.CreateSymbolicLink(At("a"), _folder.FullName);
        File.CreateSymbolicLink(At("b"), _folder.FullName);
        var faults = new List<Fault>();

        var files = BundleFolder.Read(_folder.FullName, faults);

        Assert.Equal("bundle.yaml", Assert.Single(files!).Path);
        Assert.Equal(["a", "b"], faults.Select(fault => fault.File).Order());
        Assert.All(faults, fault => Assert.Equal("bundle.symlink", fault.Code));
    }

    [Fact]
    public void Files_below_and_hidden_ones_are_read_and_a_link_to_a_file_is_told()
    {
        Directory.CreateDirectory(At("categories"));
        File.WriteAllText(At("categories/one.yaml"), "x");
        File.WriteAllText(At(".hidden"), "y");
        File.CreateSymbolicLink(At("categories/two.yaml"), At("categories/one.yaml"));
        var faults = new List<Fault>();

        var files = BundleFolder.Read(_folder.FullName, faults);

        Assert.Equal([".hidden", "categories/one.yaml"], files!.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(("categories/two.yaml", "bundle.symlink"), (Assert.Single(faults).File, faults[0].Code));
    }

    [Fact]
    public async Task A_pipe_is_told_and_not_waited_for()
    {
        using (var make = Process.Start("mkfifo", At("pipe.yaml")))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, make.ExitCode);
        }

        var faults = new List<Fault>();

        var files = await Task.Run(() => BundleFolder.Read(_folder.FullName, faults), TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Empty(files!);
        Assert.Equal(("pipe.yaml", "bundle.file"), (Assert.Single(faults).File, faults[0].Code));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
