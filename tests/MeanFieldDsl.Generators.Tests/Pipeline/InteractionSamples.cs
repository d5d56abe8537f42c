namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>Declarations of interaction models.</summary>
internal static class InteractionSamples
{
    public const string Well =
        """
        [Potential]
        public sealed partial class Well
        {
            public double Stiffness { get; init; } = 1;

            [Formula] public double V([Position] double x) => 0.5 * Stiffness * x * x;
        }

        """;

    public const string Repulsion =
        """
        [Interaction]
        public sealed partial class Repulsion
        {
            public double Width { get; init; } = 0.5;

            [Formula] public double U([Position] double x, [Position] double y) => Exp(-(x - y) * (x - y) / (2 * Width * Width));
        }

        """;

    public const string Gas = "[InteractionModel<Well, Repulsion>(Constant = 1)] public sealed partial class Gas;\n";

    /// <summary>Weights and vectors, and an interaction that is not symmetric.</summary>
    public const string Charges =
        """
        [Potential]
        public sealed partial class Cage
        {
            [Formula] public static double V([Weight] double charge, [Position, Dim("d")] Vec at) => 0.25 * SquaredNorm(at) * SquaredNorm(at) + Softplus(charge);
        }

        [Interaction]
        public sealed partial class Screened
        {
            [Formula] public static double U([Weight] double a, [Position] Vec s, [Weight] double b, [Position] Vec t) => a * Tanh(b) * Exp(-Sum(s, t, (p, q) => Sq(p - q)));
        }

        [InteractionModel<Cage, Screened>] public sealed partial class Plasma;

        """;

    public const string All = Well + Repulsion + Gas + Charges;
}
