using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Evidence;

/// <summary>One value of one release, shown with a proof that a shell and openssl can check, and put on record.</summary>
[Collection(nameof(StandardOutput))]
public sealed partial class FieldTraceTests
{
    [Fact]
    public async Task One_value_is_shown_with_a_proof_that_a_shell_checks_and_the_ledger_has_it()
    {
        await using var boundary = await Boundary.OpenAsync(Committing);
        var id = await PushedFile.PushAsync(boundary, "Wong");
        var root = Statement(boundary, id).GetProperty("fieldsRoot").GetString();

        using var scratch = new Scratch();
        File.WriteAllText(scratch.At("statement.json"), Statement(boundary, id).GetRawText());
        var told = await TraceAsync(boundary, id, PushedFile.Name, scratch, "\"Wong\"");
        Assert.Equal(
            (root, "masked", true, false),
            (told.GetProperty("fieldsRoot").GetString(), told.GetProperty("action").GetString(),
                told.GetProperty("isBefore").GetBoolean(), told.GetProperty("isAfter").GetBoolean()));
        Assert.Equal(0, RunSteps(scratch));

        // A line break that an editor left is no part of the value.
        Assert.True((await TraceAsync(boundary, id, PushedFile.Name, scratch, " \"Wong\"\r\n")).GetProperty("isBefore").GetBoolean());
        Assert.False((await TraceAsync(boundary, id, PushedFile.Name, scratch, "\"Wong \"")).GetProperty("isBefore").GetBoolean());

        // The twin: another value, another place, another action, another root.
        File.WriteAllText(scratch.At("value"), "\"Wang\"");
        Assert.NotEqual(0, RunSteps(scratch));
        File.WriteAllText(scratch.At("value"), "\"Wong\"");
        var document = File.ReadAllText(scratch.At("field.json"));
        foreach (var (old, with) in new[] { ("[0].name", "[1].name"), ("\"masked\"", "\"kept\""), ("\"index\":1", "\"index\":2"), (root!, root![..63] + (root[63] == '0' ? '1' : '0')) })
        {
            Assert.Contains(old, document, StringComparison.Ordinal);
            File.WriteAllText(scratch.At("field.json"), document.Replace(old, with, StringComparison.Ordinal));
            Assert.NotEqual(0, RunSteps(scratch));
        }

        var dropped = await TraceAsync(boundary, id, "$.customers[0].secret", scratch, "\"x\"");
        Assert.Equal(("dropped", JsonValueKind.Null), (dropped.GetProperty("action").GetString(), dropped.GetProperty("after").ValueKind));
        Assert.Equal(0, RunSteps(scratch));

        await boundary.StopAsync();
        var traces = boundary.Entries().Where(entry => entry.Kind == "trace").ToList();
        Assert.Equal(["1", "1", "1", "4"], traces.Select(trace => trace.Raw("field")).Order());
        Assert.All(traces, trace => Assert.Equal(("field", "request"), (trace.Text("what"), trace.Text("leg"))));
        Assert.All(traces, trace => Assert.DoesNotContain("customers", trace.Json.GetRawText(), StringComparison.Ordinal));
        Assert.True(LedgerVerifier.Verify(boundary.Ledger, null).Ok);
    }

    [Fact]
    public async Task What_is_not_there_or_was_not_committed_to_is_not_shown()
    {
        await using var boundary = await Boundary.OpenAsync(Committing);
        var id = await PushedFile.PushAsync(boundary, "Wong");
        await boundary.StopAsync();
        using var scratch = new Scratch();

        // The answer's category does not commit; nothing stands at the other places.
        foreach (var (leg, path) in new[] { ("response", "$.accepted"), ("request", "$.customers[1].name"), ("request", "$.customers[0]") })
        {
            var told = await RunAsync(boundary, id, path, leg);
            Assert.Equal((3, ""), (told.ExitCode, told.Output));
        }

        Assert.Equal(3, (await RunAsync(boundary, Guid.NewGuid().ToString(), "$.batch", "request")).ExitCode);
        Assert.Equal(1, (await CapturedCommand.RunAsync("trace", "--transfer", id, "--config", boundary.ConfigFile)).ExitCode);
        Assert.DoesNotContain("fieldsRoot", Statement(boundary, id, "response").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_as_many_values_as_can_be_committed_to_leaves_and_its_last_value_can_be_shown()
    {
        await using var boundary = await Boundary.OpenAsync(Committing);
        var body = $$"""{"batch":"b","customers":[{{string.Join(',', Enumerable.Repeat("{\"remark\":\"r\"}", 9_999))}}]}""";
        var pushed = await boundary.North().PushAsync(body);
        Assert.Equal(System.Net.HttpStatusCode.OK, pushed.Status);
        await boundary.WholeAsync(pushed.TransferId);
        await boundary.StopAsync();

        var told = await RunAsync(boundary, pushed.TransferId, "$.customers[9998].remark", "request");
        Assert.Equal((9_999, 10_000), (JsonElement.Parse(told.Output).GetProperty("index").GetInt32(), JsonElement.Parse(told.Output).GetProperty("size").GetInt32()));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task A_body_of_more_values_than_can_be_committed_to_does_not_leave()
    {
        await using var boundary = await Boundary.OpenAsync(Committing);
        var body = $$"""{"batch":"b","customers":[{{string.Join(',', Enumerable.Repeat("{\"remark\":\"r\"}", 10_001))}}]}""";

        Assert.Equal("body.too_large", (await boundary.North().PushAsync(body)).Code);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task A_routed_category_that_wants_originals_kept_stops_the_start_where_nobody_is_named_to_keep_them_for()
    {
        await using var boundary = Boundary.Prepare(text => Committing(text).Replace("commit: fields", "commit: originals", StringComparison.Ordinal));

        Assert.Contains(await boundary.TryStartAsync(), fault => fault.Code == "category.custodians" && fault.Path.EndsWith("commit", StringComparison.Ordinal));
    }

    private static string Committing(string bundle) => bundle.Replace(
        "    records: \"$.customers[*]\"\n", "    records: \"$.customers[*]\"\n    commit: fields\n", StringComparison.Ordinal);

    private static async Task<JsonElement> TraceAsync(Boundary boundary, string id, string path, Scratch scratch, string value)
    {
        File.WriteAllText(scratch.At("value"), value);
        var told = await RunAsync(boundary, id, path, "request", "--value", scratch.At("value"));
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        File.WriteAllText(scratch.At("field.json"), told.Output);
        return JsonElement.Parse(told.Output);
    }

    private static Task<CapturedCommand> RunAsync(Boundary boundary, string id, string path, string leg, params string[] more) =>
        CapturedCommand.RunAsync(["trace", "--transfer", id, "--path", path, "--leg", leg, "--json", "--config", boundary.ConfigFile, .. more]);

    private static JsonElement Statement(Boundary boundary, string id, string leg = "request") => JsonElement.Parse(Convert.FromBase64String(
        boundary.EntriesOf(id).Single(entry => entry.Kind == "release" && entry.Text("leg") == leg).Text("statement")!));

    private static int RunSteps(Scratch scratch) => PageSteps.Run("commitments.md", Steps(), scratch);

    [GeneratedRegex("```\n(.*)```", RegexOptions.Singleline)]
    private static partial Regex Steps();
}
