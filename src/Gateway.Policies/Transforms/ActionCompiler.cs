using Gateway.Policies.Catalogue;
using Gateway.Policies.Tokens;

namespace Gateway.Policies.Transforms;

/// <summary>Makes an action of a rule that rewrites values, or says why it cannot.</summary>
internal sealed class ActionCompiler(Category category, IFieldKeys keys, List<Fault> faults)
{
    /// <summary>The code of a shift in a category that names nobody.</summary>
    internal const string NoSubject = "rule.subject";

    internal const string NoSubjectAdvice = "shift goes by the person: give the category a 'subject'";

    internal ValueAction? Compile(FieldRule rule) => rule.Action switch
    {
        FieldAction.Mask mask => MaskAction.IsUsable(mask)
            ? new MaskAction(mask)
            : Fail(rule, "rule.value", "mask takes counts that are not negative and one character"),
        FieldAction.Hash hash => CompileHash(rule, hash),
        FieldAction.Tokenise tokenise => CompileTokenise(rule, tokenise),
        FieldAction.Generalise generalise => GeneraliseAction.IsUsable(generalise)
            ? new GeneraliseAction(generalise)
            : Fail(rule, "rule.value", "generalise takes one known 'to', or bands that rise"),
        FieldAction.Shift shift => CompileShift(rule, shift),
        FieldAction.Encrypt encrypt => keys.CipherFor(encrypt.To) is { } cipher
            ? new EncryptAction(cipher)
            : Fail(rule, "rule.recipient", $"no certificate of party '{encrypt.To}' to encrypt to is configured"),
        FieldAction.Truncate truncate => truncate.To > 0
            ? new TruncateAction(truncate)
            : Fail(rule, "rule.value", "truncate keeps at least one character"),
        _ => Fail(rule, CategoryEngine.NotEnforced, $"this build does not enforce '{rule.Action.Name}'"),
    };

    private ValueAction? CompileHash(FieldRule rule, FieldAction.Hash hash)
    {
        if (hash.Length is < HashAction.MinLength or > HashAction.MaxLength)
        {
            return Fail(rule, "rule.value", "the length of a hash is from 16 to 64 hex digits");
        }

        return KeyFor(rule, hash.Key) is { } key ? new HashAction(hash, key) : null;
    }

    private ValueAction? CompileTokenise(FieldRule rule, FieldAction.Tokenise tokenise)
    {
        if (!TokenCodec.IsUsable(tokenise))
        {
            return Fail(rule, "rule.value", "tokenise takes a known shape, or two or more characters, each once");
        }

        return KeyFor(rule, tokenise.Key) is { } key
            ? new TokeniseAction(tokenise, key.Span, category.Id.ToString(), rule.Path)
            : null;
    }

    private ValueAction? CompileShift(FieldRule rule, FieldAction.Shift shift)
    {
        if (shift.Days is < 1 or > ShiftAction.MaxDays)
        {
            return Fail(rule, "rule.value", "shift moves by 1 to 3660 days");
        }

        if (category.Subjects.Count == 0)
        {
            return Fail(rule, NoSubject, NoSubjectAdvice);
        }

        return KeyFor(rule, shift.Key) is { } key ? new ShiftAction(shift, key) : null;
    }

    private ReadOnlyMemory<byte>? KeyFor(FieldRule rule, string keyId)
    {
        var use = rule.Action.Name;
        if (keys.TryGet(use, category.Id.ToString(), keyId, out var key) && key.Length == KeyDerivation.KeySize)
        {
            return key;
        }

        Fail(rule, "rule.key", $"no key '{keyId}' for '{use}' is configured");
        return null;
    }

    private ValueAction? Fail(FieldRule rule, string code, string message)
    {
        faults.Add(rule.Mark.Fault(code, message));
        return null;
    }
}
