namespace MeanFieldDsl.Tests.Flows;

/// <summary>What a crash leaves of bytes that were written and not flushed to the disk.</summary>
public enum CrashLoss
{
    /// <summary>All of them, as after the end of a process.</summary>
    None,

    /// <summary>None, as after a loss of power.</summary>
    Bytes,

    /// <summary>Their number, all zero, as a file system does that logs sizes and not contents.</summary>
    Contents,
}
