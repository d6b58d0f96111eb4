using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Transforms;

/// <summary>Turns the tokens of one field back into values. Whether it may is asked elsewhere.</summary>
public sealed class TokenReveal
{
    private readonly TokeniseAction _action;

    private TokenReveal(TokeniseAction action) => _action = action;

    /// <summary>Null where the category has no tokenise rule of that path, as the bundle spells it, or no key.</summary>
    public static TokenReveal? For(Category category, string path, IFieldKeys keys)
    {
        ArgumentNullException.ThrowIfNull(category);
        var rule = category.Fields.FirstOrDefault(rule =>
            rule.Action is FieldAction.Tokenise && string.Equals(rule.Path, path, StringComparison.Ordinal));
        return rule is not null && new ActionCompiler(category, keys, []).Compile(rule) is TokeniseAction action
            ? new TokenReveal(action)
            : null;
    }

    /// <summary>The value in its one spelling; null for what is no token of this field.</summary>
    public string? Reveal(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _action.Reveal(token);
    }
}
