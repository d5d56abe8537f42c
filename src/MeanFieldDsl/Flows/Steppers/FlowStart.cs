namespace MeanFieldDsl;

/// <summary>What a stepper is made from.</summary>
/// <param name="Evaluator">Evaluates F_m on all rows.</param>
/// <param name="Particles">The initial particles; the array becomes a buffer of the stepper.</param>
/// <param name="Seed">The seed of what is drawn on the way.</param>
/// <param name="Batch">Makes an evaluator for batches of so many rows; null where the problem has no rows.</param>
internal readonly record struct FlowStart(Evaluator Evaluator, double[] Particles, ulong Seed, Func<int, RowBatch?> Batch);
