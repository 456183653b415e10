// Each test runs several programs and waits for them more than it works; more at the same time than this would only
// wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 6)]
