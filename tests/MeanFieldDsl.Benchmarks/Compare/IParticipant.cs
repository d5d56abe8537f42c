namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>Somebody who makes steps of one workload: ours, a port or a program.</summary>
internal interface IParticipant
{
    /// <summary>Makes steps, always from the first particles.</summary>
    /// <param name="steps">How many, at least 1.</param>
    /// <returns>The seconds that the steps took by the participant's own clock.</returns>
    double Run(int steps);

    /// <summary>Where the particles are after the last run, m rows.</summary>
    double[] Particles();
}
