namespace MeanFieldDsl.Kernels;

/// <summary>A number that the JIT compiler knows, to choose the size of a tile.</summary>
internal interface ITileSize
{
    static abstract int Value { get; }
}

internal readonly struct Size0 : ITileSize
{
    public static int Value => 0;
}

internal readonly struct Size1 : ITileSize
{
    public static int Value => 1;
}

internal readonly struct Size2 : ITileSize
{
    public static int Value => 2;
}

internal readonly struct Size3 : ITileSize
{
    public static int Value => 3;
}

internal readonly struct Size4 : ITileSize
{
    public static int Value => 4;
}

internal readonly struct Size5 : ITileSize
{
    public static int Value => 5;
}

internal readonly struct Size6 : ITileSize
{
    public static int Value => 6;
}

internal readonly struct Size7 : ITileSize
{
    public static int Value => 7;
}

internal readonly struct Size8 : ITileSize
{
    public static int Value => 8;
}
