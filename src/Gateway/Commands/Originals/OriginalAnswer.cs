using Gateway.Policies;

namespace Gateway.Commands.Originals;

/// <summary>What the commands about originals say when they say no.</summary>
internal static class OriginalAnswer
{
    internal static async Task<int> RefuseAsync(OriginalRefusal refusal, Language language)
    {
        await Console.Error.WriteLineAsync($"{refusal.Code}: {refusal.Words.In(language)}");
        return ExitCode.No;
    }
}
