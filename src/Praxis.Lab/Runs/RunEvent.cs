namespace Praxis.Lab;

/// <summary>What a follower of a run is told.</summary>
/// <param name="Id">The run.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Progress">How far the study is, or null when it has not said so, or the run is at work in another process.</param>
/// <param name="ElapsedSeconds">Wall time since the study began; 0 before.</param>
public sealed record RunEvent(long Id, RunState State, StudyProgress? Progress, double ElapsedSeconds);
