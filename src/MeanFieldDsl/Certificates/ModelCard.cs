namespace MeanFieldDsl;

/// <summary>
/// The documentation of a model that the compiler wrote: the equations of the objective F_m, its gradient and its flow,
/// the hypotheses of the theorems with their proofs, the cost of a step and the memory.
/// </summary>
/// <param name="Markdown">The card in Markdown, with formulas in plain text.</param>
/// <param name="Latex">The card in LaTeX, to be included in a document that loads amsmath.</param>
public sealed record ModelCard(string Markdown, string Latex);
