using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests;

public class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(257)]
    public void The_second_difference_has_its_known_eigenvalues(int n)
    {
        // 2 on the diagonal, -1 beside it: 2 - 2 cos(k π/(n + 1)).
        double[] matrix = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            matrix[(k * n) + k] = 2;
            if (k > 0)
            {
                matrix[(k * n) + k - 1] = matrix[((k - 1) * n) + k] = -1;
            }
        }

        double[] values = SymmetricEigen.Values(matrix, n);
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(4 * Math.Pow(Math.Sin((k + 1) * Math.PI / (2 * (n + 1))), 2), values[k], 1e-14 * Math.Sqrt(n));
        }
    }

    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(5, 1e-200)]
    [InlineData(40, 1e200)]
    [InlineData(120, 1.0)]
    public void A_spectrum_that_was_put_in_comes_out(int n, double unit)
    {
        // With a gap of 12 decades, zeros, a cluster and a pair that is equal.
        double[] spectrum = [.. Enumerable.Range(0, n).Select(k => (k % 5) switch { 0 => 0, 1 => Math.Pow(10, -12.0 * k / n), 2 => -0.5, 3 => 0.5 + (1e-13 * k), _ => 1 - (k / (2.0 * n)) })];
        double[] vectors = RandomBasis(n, 3);
        double[] matrix = new double[n * n];
        for (int r = 0; r < n; r++)
        {
            for (int s = 0; s < n; s++)
            {
                for (int k = 0; k < n; k++)
                {
                    matrix[(r * n) + s] += unit * spectrum[k] * vectors[(k * n) + r] * vectors[(k * n) + s];
                }
            }
        }

        for (int r = 0; r < n; r++)
        {
            for (int s = 0; s < r; s++)
            {
                matrix[(s * n) + r] = matrix[(r * n) + s];
            }
        }

        double error = 1e-14 * Math.Sqrt(n);
        double[] alone = SymmetricEigen.Values([.. matrix], n);
        (double[] values, double[] found) = SymmetricEigen.ValuesAndVectors([.. matrix], n);
        Array.Sort(spectrum);
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(spectrum[k], values[k] / unit, error);
            Assert.Equal(values[k] / unit, alone[k] / unit, error);
            for (int r = 0; r < n; r++)
            {
                double residual = -values[k] / unit * found[(k * n) + r], product = r == k ? -1 : 0;
                for (int s = 0; s < n; s++)
                {
                    residual += matrix[(r * n) + s] / unit * found[(k * n) + s];
                    product += found[(k * n) + s] * found[(r * n) + s];
                }

                Assert.Equal(0, residual, error);
                Assert.Equal(0, product, error);
            }
        }
    }

    [Fact]
    public void The_zero_matrix_and_a_diagonal_one_are_done_already()
    {
        Assert.Equal([0, 0, 0], SymmetricEigen.Values(new double[9], 3));
        (double[] values, double[] vectors) = SymmetricEigen.ValuesAndVectors([2, 0, 0, 0, -3, 0, 0, 0, 1], 3);
        Assert.Equal([-3, 1, 2], values);
        Assert.Equal([0, 1, 0, 0, 0, 1, 1, 0, 0], vectors);
    }

    [Fact]
    public void A_number_that_is_not_finite_ends_in_an_error() =>
        Assert.Throws<InvalidOperationException>(() => SymmetricEigen.Values([1, double.NaN, double.NaN, 1], 2));

    // Orthonormal rows, by Gram and Schmidt twice.
    private static double[] RandomBasis(int n, ulong seed)
    {
        CounterRandom random = new(seed, 5);
        double[] basis = new double[n * n];
        for (int r = 0; r < n; r++)
        {
            Span<double> row = basis.AsSpan(r * n, n);
            foreach (ref double value in row)
            {
                value = random.NextGaussian();
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int s = 0; s < r; s++)
                {
                    double product = 0;
                    for (int k = 0; k < n; k++)
                    {
                        product += row[k] * basis[(s * n) + k];
                    }

                    for (int k = 0; k < n; k++)
                    {
                        row[k] -= product * basis[(s * n) + k];
                    }
                }

                double norm = 0;
                foreach (double value in row)
                {
                    norm += value * value;
                }

                foreach (ref double value in row)
                {
                    value /= Math.Sqrt(norm);
                }
            }
        }

        return basis;
    }
}
