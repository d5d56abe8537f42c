using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

/// <summary>Sums over the rows that bits select, against plain sums and in both forms of the tables.</summary>
public sealed class PatternTablesTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(56, 4)]
    [InlineData(64, 3)]
    [InlineData(72, 2)]
    [InlineData(128, 4)]
    public void Both_forms_of_doubles_have_the_same_bits(int rows, int columns) => Compare<double>(rows, columns, 1e-14);

    [Theory]
    [InlineData(8, 4)]
    [InlineData(24, 1)]
    [InlineData(32, 2)]
    [InlineData(40, 3)]
    [InlineData(128, 4)]
    public void Both_forms_of_floats_have_the_same_bits(int rows, int columns) => Compare<float>(rows, columns, 1e-5);

    [Theory]
    [InlineData(8, 3)]
    [InlineData(24, 7)]
    public void Totals_are_sums_over_all_rows(int rows, int columns)
    {
        Random random = new(rows);
        double[] numbers = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)], weights = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        double[] totals = new double[columns], partial = new double[columns * Tiles.Rows];
        PatternTotals<double>.Sum(ref numbers[0], columns, ref weights[0], rows, ref partial[0], totals);
        for (int k = 0; k < columns; k++)
        {
            Assert.Equal(Enumerable.Range(0, rows).Sum(r => weights[r] * numbers[At(r, k, columns)]), totals[k], 1e-13);
        }
    }

    private static void Compare<TNumber>(int rows, int columns, double tolerance)
        where TNumber : unmanaged
    {
        Random random = new((100 * rows) + columns);
        int lanes = 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<TNumber>(), width = Tiles.Vectors * lanes, rowsAWord = PatternTables<TNumber>.RowsAWord;
        TNumber[] numbers = [.. Enumerable.Range(0, rows * columns).Select(_ => Numbers.Of<TNumber>(random.NextDouble() - 0.5))];
        TNumber[] weights = [.. Enumerable.Range(0, rows).Select(_ => Numbers.Of<TNumber>(random.NextDouble() - 0.5))];
        int words = (rows + rowsAWord - 1) / rowsAWord;
        byte[] bytes = new byte[words * width * rowsAWord / 8];
        random.NextBytes(bytes);
        TNumber[] bits = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, TNumber>(bytes).ToArray();
        double[] start = [.. Enumerable.Range(0, columns * width).Select(_ => (double)(float)random.NextDouble())];
        List<TNumber[]> results = [];
        foreach (bool inRegisters in new[] { false, true })
        {
            if (inRegisters && !Avx512F.IsSupported)
            {
                continue;
            }

            TNumber[] tables = new TNumber[PatternTables<TNumber>.Length(rows, inRegisters)], sums = [.. start.Select(Numbers.Of<TNumber>)], fresh = [.. start.Select(Numbers.Of<TNumber>)];
            PatternTables<TNumber>.Make(inRegisters, ref numbers[0], columns * Tiles.Rows, ref weights[0], rows, columns, ref tables[0]);
            foreach ((TNumber[] target, bool isFirst) in new[] { (sums, false), (fresh, true) })
            {
                if (inRegisters)
                {
                    PatternTables<TNumber>.AddInRegisters(ref bits[0], rows / PatternTables<TNumber>.RowsATable, ref tables[0], columns, ref target[0], isFirst);
                }
                else
                {
                    PatternTables<TNumber>.AddBeside(ref bits[0], width, rows / PatternTables<TNumber>.RowsATable, ref tables[0], columns, ref target[0], isFirst);
                }

                for (int k = 0; k < columns; k++)
                {
                    for (int i = 0; i < width; i++)
                    {
                        double expected = isFirst ? 0 : start[(k * width) + i];
                        for (int r = 0; r < rows; r++)
                        {
                            int word = (r / rowsAWord * width) + i;
                            bool isOn = (bytes[(word * rowsAWord / 8) + (r % rowsAWord / 8)] >> (r % 8) & 1) == 1;
                            expected += isOn ? Numbers.ToDouble(numbers[At(r, k, columns)]) * Numbers.ToDouble(weights[r]) : 0;
                        }

                        Assert.Equal(expected, Numbers.ToDouble(target[(k * width) + i]), tolerance);
                    }
                }

                results.Add(target);
            }
        }

        for (int i = 2; i < results.Count; i++)
        {
            Assert.Equal(results[i - 2], results[i]);
        }
    }

    private static int At(int row, int column, int columns) => (((row / Tiles.Rows * columns) + column) * Tiles.Rows) + (row % Tiles.Rows);
}
