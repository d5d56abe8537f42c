namespace MeanFieldDsl;

/// <summary>Draws one row from a law, for learning in one pass: every row is fresh and the risk is that of the population.</summary>
/// <param name="random">Where to draw from; the same run draws the same rows, resumed or not.</param>
/// <param name="inputs">Receives the inputs of the row.</param>
/// <returns>The target.</returns>
public delegate double RowSampler(ref CounterRandom random, Span<double> inputs);
