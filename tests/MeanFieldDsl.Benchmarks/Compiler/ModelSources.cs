using System.Globalization;

namespace MeanFieldDsl.Benchmarks.Compiler;

/// <summary>Source files with one model each: a feature, a loss, a regularizer and the model over them.</summary>
internal static class ModelSources
{
    private const string Usings = "using MeanFieldDsl;\nusing static MeanFieldDsl.Ops;\nusing static System.Math;\n\n";

    // What papers use, from the simplest to the longest formula of the library.
    private static readonly string[] Features =
    [
        "[Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Max(Dot(w, x) + b + C * 0, 0)",
        "[Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Sigmoid(Dot(w, x) + C * b)",
        "[Weight] double a, [Position] Vec t, [Input] Vec x) => a * Exp(-Sum(x, t, (s, u) => Sq(s - u)) / (2 * C))",
        "[Weight] double a, [Position(Period = 1)] double t, [Input] double x) => a * (1 + 2 * Sum(1, 7, k => Cos(2 * PI * k * (x - t)))) / (15 * C)",
        "[Weight] double a, [Position] Vec w, [Input] Vec x) => a * Softplus(C * Dot(w, x)) * Tanh(Dot(w, x))",
        "[Weight] double a, [Position] Vec w, [Position] Vec v, [Input] Vec x) => a * Max(Dot(w, x), 0) * Sigmoid(C * Dot(v, x))",
    ];

    private static readonly string[] Losses =
    [
        "0.5 * Sq(prediction - target)",
        "Softplus(-target * prediction)",
        "Sqrt(1 + Sq(prediction - target)) - 1",
        "Abs(prediction - target) <= 1 ? 0.5 * Sq(prediction - target) : Abs(prediction - target) - 0.5",
    ];

    /// <summary>The file of model number <paramref name="index"/>; no two have the same formulas.</summary>
    public static string File(int index)
    {
        string constant = (1 + (index / (double)Features.Length)).ToString("R", CultureInfo.InvariantCulture);
        string feature = Features[index % Features.Length].Replace("C", "Scale", StringComparison.Ordinal).Replace("Scaleos", "Cos", StringComparison.Ordinal);
        return Usings + $$"""
            namespace Models.Number{{index}};

            [Feature, PartiallyHomogeneous(1)]
            public sealed partial class Unit
            {
                private const double Scale = {{constant}};

                [Formula]
                public static double Phi({{feature}};
            }

            [Loss, Convex]
            public sealed partial class Misfit
            {
                [Formula]
                public static double Value(double prediction, double target) => {{constant}} * ({{Losses[index % Losses.Length]}});
            }

            [Regularizer]
            public sealed partial class Penalty
            {
                [Formula]
                public static double Value([Weight] double a) => {{constant}} * Abs(a);
            }

            [MeanFieldModel<Unit, Misfit, Penalty>]
            public sealed partial class Model;
            """;
    }
}
