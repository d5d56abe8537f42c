namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>The declarations of the design document, as they stand there.</summary>
internal static class Samples
{
    public const string ReluNeuron =
        """
        [Feature, Homogeneous(2)]                        // a claim: proved at compile time or an error
        public sealed partial class ReluNeuron
        {
            [Formula]
            public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x)
                => a * Max(Dot(w, x) + b, 0);
        }

        """;

    public const string SigmoidNeuron =
        """
        [Feature, PartiallyHomogeneous(1)]               // degree 1 in the [Weight] parameters
        public sealed partial class SigmoidNeuron
        {
            [Formula]
            public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x)
                => a * Sigmoid(Dot(w, x) + b);
        }

        """;

    public const string DirichletSpike =
        """
        [Feature, PartiallyHomogeneous(1)]
        public sealed partial class DirichletSpike       // sparse spikes on the torus
        {
            public required int CutOff { get; init; }    // hyper-parameter: const, get-only, init or required

            [Formula]
            public double Phi([Weight] double w, [Position(Period = 1)] Vec t, [Input] Vec x)
                => w * Prod(x, t, (xi, ti) => Dirichlet(xi - ti));

            private double Dirichlet(double u)           // helper, inlined
                => (1 + 2 * Sum(1, CutOff, k => Cos(2 * PI * k * u))) / (2 * CutOff + 1);
        }

        """;

    public const string RankOneTensor =
        """
        [Feature, Homogeneous(3)]
        public sealed partial class RankOneTensor        // observed entries (i, j, k)
        {
            [Formula]
            public static double Phi([Position, Dim("n1")] Vec a, [Position, Dim("n2")] Vec b, [Position, Dim("n3")] Vec c,
                                     [Input] int i, [Input] int j, [Input] int k)
                => a[i] * b[j] * c[k];
        }

        """;

    public const string LogisticLoss =
        """
        [Loss, Convex]
        public sealed partial class LogisticLoss
        {
            [Formula] public static double Value(double prediction, double target) => Softplus(-target * prediction);
        }

        """;

    public const string TotalVariation =
        """
        [Regularizer]
        public sealed partial class TotalVariation       // binds to the feature's [Weight]
        {
            public required double Lambda { get; init; }
            [Formula] public double Value([Weight] double w) => Lambda * Abs(w);
        }

        """;

    public const string SquaredL2 =
        """
        [Regularizer]
        public sealed partial class SquaredL2            // binds to the whole particle
        {
            public required double Lambda { get; init; }
            [Formula] public double Value(Vec theta) => 0.5 * Lambda * SquaredNorm(theta);
        }

        """;

    public const string TwoLayerRelu =
        """
        [MeanFieldModel<ReluNeuron, LogisticLoss, SquaredL2>]      // the fusion point; the regularizer is optional
        public sealed partial class TwoLayerRelu;

        """;

    public const string Parts = ReluNeuron + SigmoidNeuron + DirichletSpike + RankOneTensor + LogisticLoss + TotalVariation + SquaredL2;

    public const string All = Parts + TwoLayerRelu;
}
