namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>What a number format has to say about its last place.</summary>
internal sealed record Format(string Name, int FractionBits, int LeastExponent, int GreatestExponent, double Tiny, double Largest)
{
    public static readonly Format Double = new("double", 52, -1022, 1023, double.Epsilon, double.MaxValue);

    public static readonly Format Single = new("single", 23, -126, 127, float.Epsilon, float.MaxValue);
}
