using System.Globalization;

namespace MeanFieldDsl;

/// <summary>The shape of an array of an archive, of no, one or two dimensions.</summary>
internal readonly record struct NpzShape
{
    private NpzShape(int rank, int rows, int columns)
    {
        Rank = rank;
        Rows = rows;
        Columns = columns;
    }

    public static NpzShape Scalar { get; } = new(0, 1, 1);

    public int Rank { get; }

    /// <summary>The length of the first dimension; 1 for a scalar.</summary>
    public int Rows { get; }

    /// <summary>The length of the second dimension; 1 where there is none.</summary>
    public int Columns { get; }

    public int Count => checked(Rows * Columns);

    public static NpzShape Vector(int length) => new(1, length, 1);

    public static NpzShape Matrix(int rows, int columns) => new(2, rows, columns);

    /// <summary>The tuple that Python writes.</summary>
    public override string ToString() => Rank switch
    {
        0 => "()",
        1 => string.Create(CultureInfo.InvariantCulture, $"({Rows},)"),
        _ => string.Create(CultureInfo.InvariantCulture, $"({Rows}, {Columns})"),
    };
}
