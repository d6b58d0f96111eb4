using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;

namespace Gateway.Commands.PolicyExplain;

/// <summary>What is to be explained, read and found sound: the text and the JSON are made of the same facts.</summary>
/// <param name="Categories">Those that were asked for, in file order.</param>
/// <param name="Routes">Those that were asked for, in file order.</param>
/// <param name="Paths">What decides a path, by category; empty where none was asked for.</param>
/// <param name="Document">What decides each value of a document; null where none was given.</param>
internal sealed record PolicyStory(
    PolicyBundle Bundle,
    IReadOnlyList<Category> Categories,
    IReadOnlyList<Policies.Routes.RouteDefinition> Routes,
    IReadOnlyList<(Category Category, Ruling Ruling)> Paths,
    DocumentStory? Document,
    DateTimeOffset Now);

/// <summary>What becomes of one document under one category.</summary>
/// <param name="Refused">Null: it would cross.</param>
internal sealed record DocumentStory(Category Category, IReadOnlyList<Ruling> Rulings, TurnBack? Refused);
