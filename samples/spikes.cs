#:project ../src/MeanFieldDsl/MeanFieldDsl.csproj

using System.Globalization;
using MeanFieldDsl;
using MeanFieldDsl.Library;
using static System.Math;
using static MeanFieldDsl.Ops;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What was seen: three spots of unlike sign on 16 × 16 pixels.
(double Mass, double[] Place)[] spots = [(1, [0.25, 0.3]), (-0.8, [0.7, 0.65]), (0.6, [0.35, 0.8])];
double[][] pixels = [.. from i in Enumerable.Range(0, 16) from j in Enumerable.Range(0, 16) select new[] { i / 15.0, j / 15.0 }];
DataSet image = DataSet.From(pixels, [.. pixels.Select(x => spots.Sum(s => CoreAndHalo.Phi(s.Mass, new Vec(s.Place), new Vec(x))))]);

FlowResult<CoreAndHalo.Particle> result = ConditionalGradient.Run(new Imaging(new TotalVariation { Lambda = 1e-3 }).On(image));
foreach (CoreAndHalo.Particle spike in result.Particles)
{
    Console.WriteLine($"mass {spike.W / result.Particles.Count,7:F4} at ({spike.T[0]:F4}, {spike.T[1]:F4})");
}

Console.WriteLine(result.Gap);

// The spike's shape, a core with a halo; derivatives and bounds are made by the compiler.
[Feature, PartiallyHomogeneous(1)] public sealed partial class CoreAndHalo
{
    [Formula] public static double Phi([Weight] double w, [Position] Vec t, [Input] Vec x) => w * (Blur(x, t, 0.08) + (0.3 * Blur(x, t, 0.2)));
    private static double Blur(Vec x, Vec t, double s) => Exp(-Sum(x, t, (xi, ti) => Sq(xi - ti)) / (2 * Sq(s)));
}

[MeanFieldModel<CoreAndHalo, SquareLoss, TotalVariation>] public sealed partial class Imaging;
