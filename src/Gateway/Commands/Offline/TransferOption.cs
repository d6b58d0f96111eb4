using System.CommandLine;

namespace Gateway.Commands.Offline;

/// <summary>The option <c>--transfer ID</c>: a UUID as the header <c>Transfer-Id</c> has it.</summary>
internal static class TransferOption
{
    private const string Name = "--transfer";

    internal static Option<Guid?> Create(string description, bool isRequired = false) => new(Name)
    {
        Description = description,
        Required = isRequired,
        HelpName = "ID",
        CustomParser = result =>
        {
            if (Guid.TryParseExact(result.Tokens[0].Value, "D", out var id))
            {
                return id;
            }

            result.AddError($"{Name} takes the id of a transfer, for example 019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21");
            return null;
        },
    };
}
