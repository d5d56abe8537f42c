namespace MeanFieldDsl.Gallery;

/// <summary>Where the gallery writes: answers to one, progress and complaints to the other.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool Rewrites);
