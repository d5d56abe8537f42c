namespace MeanFieldDsl;

/// <summary>
/// The cyclic redundancy check of zip archives (CRC-32 of ISO 3309, reflected, polynomial EDB88320). The framework reads archives without
/// comparing it before .NET 11, and has no public one without a package.
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The check of some bytes followed by others.</summary>
    /// <param name="crc">The check of the bytes before; 0 for none.</param>
    /// <param name="bytes">The bytes that follow.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        foreach (byte value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return ~state;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint index = 0; index < 256; index++)
        {
            uint value = index;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
