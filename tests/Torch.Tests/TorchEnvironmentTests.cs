namespace Compare.Torch.Tests;

public sealed class TorchEnvironmentTests
{
    [Fact]
    public void Threads_Set_AreRead()
    {
        var before = TorchEnvironment.Threads;
        try
        {
            TorchEnvironment.Threads = 1;
            Assert.Equal(1, TorchEnvironment.Threads);
            TorchEnvironment.Threads = 2;
            Assert.Equal(2, TorchEnvironment.Threads);
        }
        finally
        {
            TorchEnvironment.Threads = before;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Threads_FewerThanOne_Throws(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchEnvironment.Threads = threads);

    [Fact]
    public void CudaDevices_WhereCudaIsAvailable_AreNamed()
    {
        Assert.SkipUnless(TorchEnvironment.CudaAvailable, "libtorch cannot use CUDA here.");
        Assert.NotEmpty(TorchEnvironment.CudaDevices);
    }
}
