namespace MeanFieldDsl.Tests.Flows;

/// <summary>The process has ended: nothing that runs after it counts.</summary>
internal sealed class KilledException : Exception;
