using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

/// <summary>Many steps end at the same bits for any number of threads.</summary>
[Collection(nameof(Alone))]
public sealed class RidgeTrajectoryTests
{
    [Theory]
    [InlineData("Relu", 2)]
    [InlineData("Relu", 3)]
    [InlineData("Relu", 4)]
    [InlineData("Relu", 8)]
    [InlineData("Sigmoid", 2)]
    [InlineData("Sigmoid", 3)]
    [InlineData("Sigmoid", 4)]
    [InlineData("Sigmoid", 8)]
    [InlineData("Hinge", 2)]
    [InlineData("Hinge", 8)]
    [InlineData("Relu in single", 2)]
    [InlineData("Relu in single", 8)]
    [InlineData("Hinge in single", 3)]
    public void A_thousand_steps_end_at_the_hash_of_one_thread(string name, int threads) => Assert.Equal(Hash(name, 1), Hash(name, threads));

    private static string Hash(string name, int threads)
    {
        RidgeModel model = RidgeModel.Of(name);
        (double[] theta, double[][] rows, double[] targets) = model.Draw(5, 300, 100);
        using Evaluator evaluator = model.Create(DataSet.From(rows, targets), 300, threads);
        double[] start = [.. theta], velocity = new double[theta.Length], moved = new double[theta.Length];
        for (int k = 0; k < 1000; k++)
        {
            _ = evaluator.ObjectiveAndStep(theta, 0.1, velocity, moved, out _);
            (theta, moved) = (moved, theta);
        }

        Assert.NotEqual(start, theta);
        Assert.All(theta, static t => Assert.True(double.IsFinite(t)));
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(theta)));
    }
}
