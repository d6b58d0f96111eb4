namespace Gateway.Policies.Catalogue;

/// <summary>One kind of part a multipart body may have, and the category that decides it.</summary>
/// <param name="Name">Of a form's field; null in multipart/related, where its media type tells a part.</param>
/// <param name="FileName">What leaves as the file's name; null: none. The sender's own never leaves.</param>
public sealed record PartRule(string? Name, CategoryId Category, string? FileName, Mark Mark)
{
    /// <summary>The category; null until the whole bundle is read, and where it declares none of that id.</summary>
    public Category? Of { get; init; }

    internal string Spelled =>
        $"{Name ?? "-"}: {Category}{(FileName is { } file ? " as " + file : "")}";
}
