using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>The products over register tiles against scalar loops, with whole numbers, so that no sum is rounded.</summary>
public sealed class TilesTests
{
    // What nobody may overwrite.
    private const double Guard = 12345;

    private static readonly int[] Lengths = [.. Enumerable.Range(1, 20), 128, 129];

    private interface ICheck
    {
        static abstract void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>;
    }

    public static TheoryData<int> Widths => [.. new[] { 1, 2, 4, 8 }.Where(static w => w <= LaneWidth.Detect())];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Forward_is_the_product_of_eight_rows_and_a_panel(int lanes) => Run<ForwardCheck>(lanes);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Backward_is_the_product_of_columns_and_a_panel(int lanes) => Run<BackwardCheck>(lanes);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sum_is_the_weighted_sum_of_rows(int lanes) => Run<SumCheck>(lanes);

    private static void Run<TCheck>(int lanes)
        where TCheck : struct, ICheck
    {
        switch (lanes)
        {
            case 8:
                TCheck.Run<Lanes8>();
                break;
            case 4:
                TCheck.Run<Lanes4>();
                break;
            case 2:
                TCheck.Run<Lanes2>();
                break;
            default:
                TCheck.Run<Lanes1>();
                break;
        }
    }

    private static double[] Whole(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-50, 51))];
    }

    private static double[] Guarded(double[] values) => [.. values, Guard];

    private readonly struct ForwardCheck : ICheck
    {
        public static void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            int width = Tiles.Width<TLanes>();
            foreach (int length in Lengths)
            {
                foreach (bool isFirst in new[] { true, false })
                {
                    double[] rows = Whole(length * Tiles.Rows, length), particles = Whole(length * width, length + 1);
                    double[] forms = Guarded(Whole(Tiles.Rows * width, length + 2));
                    double[] expected = [.. forms];
                    for (int r = 0; r < Tiles.Rows; r++)
                    {
                        for (int i = 0; i < width; i++)
                        {
                            expected[(r * width) + i] = (isFirst ? 0 : forms[(r * width) + i]) + Enumerable.Range(0, length).Sum(k => rows[(k * Tiles.Rows) + r] * particles[(k * width) + i]);
                        }
                    }

                    Tiles.Forward<TLanes, double>(ref rows[0], ref particles[0], length, ref forms[0], isFirst);
                    Assert.Equal(expected, forms);
                }
            }
        }
    }

    private readonly struct BackwardCheck : ICheck
    {
        public static void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            int width = Tiles.Width<TLanes>();
            foreach (int count in Lengths)
            {
                for (int columns = 1; columns <= Tiles.Rows; columns++)
                {
                    double[] rows = Whole(count * Tiles.Rows, count), factors = Whole(count * width, count + 1);
                    double[] gradient = Guarded(Whole(columns * width, count + 2));
                    double[] expected = [.. gradient];
                    for (int k = 0; k < columns; k++)
                    {
                        for (int i = 0; i < width; i++)
                        {
                            expected[(k * width) + i] += Enumerable.Range(0, count).Sum(r => rows[(r * Tiles.Rows) + k] * factors[(r * width) + i]);
                        }
                    }

                    Tiles.Backward<TLanes, double>(ref rows[0], ref factors[0], count, ref gradient[0], columns);
                    Assert.Equal(expected, gradient);
                }
            }
        }
    }

    private readonly struct SumCheck : ICheck
    {
        public static void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            int width = Tiles.Width<TLanes>();
            foreach (int count in Lengths.Where(static l => l % 4 == 0))
            {
                double[] weights = Whole(count, count), values = Whole(count * width, count + 1), sums = Guarded(Whole(width, count + 2));
                double[] expected = [.. sums];
                for (int i = 0; i < width; i++)
                {
                    expected[i] += Enumerable.Range(0, count).Sum(r => weights[r] * values[(r * width) + i]);
                }

                Tiles.Sum<TLanes, double>(ref weights[0], ref values[0], count, ref sums[0]);
                Assert.Equal(expected, sums);
            }
        }
    }
}
