namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// Times participants in rounds: in each round everybody runs for some 30 ms, in another order from round to round, so that what
/// disturbs the machine disturbs all. A ratio is formed within a round.
/// </summary>
internal sealed class Race
{
    private const int Rounds = 15;
    private const double RoundSeconds = 0.03;

    // Somebody whose steps take seconds runs in fewer rounds.
    private const double Patience = 20;

    private readonly List<double>[] _times;

    /// <summary>Warms everybody up and times them.</summary>
    public Race(IReadOnlyList<IParticipant> participants)
    {
        (int Steps, int Rounds)[] plans = [.. participants.Select(Plan)];
        _times = [.. participants.Select(static _ => new List<double>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < participants.Count; turn++)
            {
                int who = (round + turn) % participants.Count;
                _times[who].Add(round < plans[who].Rounds ? participants[who].Run(plans[who].Steps) / plans[who].Steps : double.NaN);
            }
        }
    }

    /// <summary>The median of a participant's steps, in seconds.</summary>
    public double Seconds(int participant) => Quartiles(_times[participant]).Median;

    /// <summary>The quartiles of one participant's time divided by another's in the same round.</summary>
    public (double Low, double Median, double High) Ratio(int participant, int to) =>
        Quartiles(_times[participant].Zip(_times[to], static (time, other) => time / other));

    private static (int Steps, int Rounds) Plan(IParticipant participant)
    {
        // Several times, as the runtime optimises a method that is called often, or runs long, only after a while.
        int steps = 1;
        double seconds = participant.Run(1);
        for (int attempt = 0; attempt < 8 && seconds < 4 * RoundSeconds; attempt++)
        {
            steps = (int)Math.Clamp(RoundSeconds / seconds, 1, 1e6);
            seconds = participant.Run(steps) / steps;
        }

        return ((int)Math.Clamp(RoundSeconds / seconds, 1, 1e6), (int)Math.Clamp(Patience / seconds, 1, Rounds));
    }

    private static (double Low, double Median, double High) Quartiles(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return (sorted[sorted.Length / 4], sorted[sorted.Length / 2], sorted[sorted.Length * 3 / 4]);
    }
}
