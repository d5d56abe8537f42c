namespace MeanFieldDsl.Generators.Emit;

/// <summary>What the generator writes of a model card; the library puts the hypotheses between.</summary>
/// <param name="Markdown">The Markdown before the hypotheses.</param>
/// <param name="Cost">The Markdown after them.</param>
/// <param name="Latex">The LaTeX before them.</param>
internal sealed record CardText(string Markdown, string Cost, string Latex);
