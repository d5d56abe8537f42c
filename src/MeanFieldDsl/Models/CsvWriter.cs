using System.Globalization;
using System.Text;

namespace MeanFieldDsl;

/// <summary>Writes a table of numbers as text that reads back to the same bits, with names in the first line.</summary>
internal static class CsvWriter
{
    /// <summary>Writes a file, which is replaced if it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">One name for each column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="cell">The number of a row and a column, as text in the invariant culture.</param>
    public static void Write(string path, IReadOnlyList<string> names, int rows, Func<int, int, string> cell)
    {
        using StreamWriter text = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        text.WriteLine(string.Join(',', names));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < names.Count; column++)
            {
                if (column > 0)
                {
                    text.Write(',');
                }

                text.Write(cell(row, column));
            }

            text.WriteLine();
        }
    }

    /// <summary>The shortest text that reads back to the same number.</summary>
    public static string Cell(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
